package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members of a case, those least like its item first, then as they joined.
 *
 * @param next cursor of the following page, or null on the last one
 */
public record MemberPage(List<CaseMember> members, @Nullable String next) {
  public MemberPage {
    members = members == null ? List.of() : List.copyOf(members);
  }
}
