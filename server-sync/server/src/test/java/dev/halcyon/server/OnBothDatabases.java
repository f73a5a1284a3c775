package dev.halcyon.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks the tests that the build runs twice: on the H2 file, and in a second run on a PostgreSQL
 * cluster that {@link TestDatabases} starts. They get their database from {@link TestDatabases}.
 */
@Tag("postgresql")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnBothDatabases {}
