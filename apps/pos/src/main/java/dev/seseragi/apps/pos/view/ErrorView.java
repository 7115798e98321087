package dev.seseragi.apps.pos.view;

/**
 * A page that says what is wrong.
 *
 * @param requestId finds the request in the log; empty if that is not needed
 */
public record ErrorView(String title, String text, String requestId) {}
