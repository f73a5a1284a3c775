package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A bank of known content as the policy uses it. The fingerprints themselves are kept beside the
 * policy and change without a new version.
 *
 * @param id stable name, by which entries are added
 * @param percent share of the items for which a match counts, 1 to 100, when the mode says so
 * @param category what a match is about; of known-good banks null
 * @param clause the clause a match rests on
 * @param verdict what a match concludes, REVIEW or BLOCK; ALLOW of known-good banks
 * @param quality least PDQ quality that a picture and an entry must have, 0 to 100
 * @param turns whether turned and mirrored pictures are found
 * @param share of a video's frames that one known video must account for, over 0 to 1
 * @param floodItems distinct items matched by one entry within {@code floodSeconds} from which it
 *     is quarantined: matches then lead to REVIEW until a lead has looked; 0 for never
 */
public record BankSpec(
    String id,
    String title,
    BankKind kind,
    BankContent content,
    BankMode mode,
    int percent,
    @Nullable Category category,
    @Nullable String clause,
    Verdict verdict,
    int quality,
    boolean turns,
    double share,
    int floodItems,
    long floodSeconds) {}
