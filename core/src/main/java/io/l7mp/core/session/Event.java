package io.l7mp.core.session;

import java.time.Instant;

/**
 * Something that happened to a session (spec/proxy.md, section 8.3).
 *
 * @param event its kind, as clients know it, such as {@code CONNECT}
 * @param at when
 * @param message what, in words that clients know
 * @param content the detail; empty if there is none
 */
record Event(String event, Instant at, String message, String content) {}
