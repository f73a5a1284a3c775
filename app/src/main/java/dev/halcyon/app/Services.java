package dev.halcyon.app;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.engine.RescanEngine;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What outlives a session and every screen is made with. Immutable; used on the JavaFX thread.
 *
 * @param engine the local engine, started by the first who asks; blocks, so ask on a lane
 * @param data folder of the outbox and the preferences
 */
public record Services(
    Kit kit,
    Background background,
    PreferencesModel preferences,
    Supplier<RescanEngine> engine,
    Path data) {}
