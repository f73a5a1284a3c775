package dev.halcyon.client.desk;

import dev.halcyon.protocol.CaseSummary;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What loading ahead must know of the desk it loads for. Its functions are thread-safe.
 *
 * @param isMine whether this desk has the case already: open, claimed ahead or decided
 * @param ahead the case claimed ahead, which the server no longer counts among the waiting ones
 * @param filled hears that the list was brought up to date
 */
record AtDesk(Predicate<UUID> isMine, Supplier<Optional<CaseSummary>> ahead, Runnable filled) {}
