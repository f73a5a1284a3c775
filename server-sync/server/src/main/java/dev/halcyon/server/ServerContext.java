package dev.halcyon.server;

import dev.halcyon.engine.RescanEngine;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.ChangeFeed;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.changes.Sequencer;
import dev.halcyon.server.decision.DecisionLedger;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.metrics.Metrics;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.store.DataDirectory;
import dev.halcyon.server.store.Database;
import java.time.Clock;

/** What the features of one server share. Immutable; every part is thread-safe. */
public record ServerContext(
    ServerOptions options,
    Clock clock,
    DataDirectory directory,
    Database database,
    AuditLog audit,
    Changes changes,
    Sequencer sequencer,
    ChangeFeed feed,
    Accounts accounts,
    Policies policies,
    Cases cases,
    DecisionLedger ledger,
    Connections connections,
    Effects effects,
    RescanEngine engine,
    Metrics metrics,
    MediaFiles media,
    RenditionFiles renditions,
    ItemKeys itemKeys) {}
