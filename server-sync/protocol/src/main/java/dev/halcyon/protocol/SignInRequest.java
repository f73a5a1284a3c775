package dev.halcyon.protocol;

/** A local account's name and password. */
public record SignInRequest(String account, String password) {}
