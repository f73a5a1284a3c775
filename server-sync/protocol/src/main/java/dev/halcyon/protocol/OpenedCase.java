package dev.halcyon.protocol;

/** What opening a case gives: the lease, and the case as it stands now. */
public record OpenedCase(Lease lease, CaseDetail detail) {}
