package dev.halcyon.protocol;

/** What a person has of one budget. */
public record BudgetBalance(
    BudgetScope of, PeriodBalance stretch, PeriodBalance day, PeriodBalance week) {}
