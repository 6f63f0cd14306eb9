package io.l7mp.core.session;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What happened to a session: the first events and the newest ones, at most 64, whatever goes on. On the session's loop. */
final class Events {
    private static final int FIRST = 8;
    private static final int MOST = 64;
    private static final int LONGEST = 1_000;
    private static final DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3)
            .toFormatter();

    private final InstantSource clock;
    private final List<Event> first = new ArrayList<>(4);
    private final Deque<Event> newest = new ArrayDeque<>(1);

    Events(InstantSource clock) {
        this.clock = clock;
    }

    void add(String event, String message, String content) {
        var entry = new Event(event, clock.instant(), shorten(message), shorten(content));
        if (first.size() < FIRST) {
            first.add(entry);
            return;
        }
        if (newest.size() == MOST - FIRST) {
            newest.removeFirst();
        }
        newest.addLast(entry);
    }

    /** All stages have their stream, for the first time or again. */
    void connected() {
        add("CONNECT", "Session successfully connected", "");
    }

    /** A connected stage went down. */
    void disconnected(String origin, Cause cause) {
        add("DISCONNECT", "Session.disconnect: Stage: " + origin
                + (cause.isOrderly() ? ": Reason: unknown" : ": Error: " + cause.message() + ":"),
                cause.content());
    }

    /**
     * The session has its outcome.
     *
     * @param normal whether a failure is told as a normal end, as where no retry was asked for
     */
    void ended(Outcome how, boolean normal) {
        switch (how) {
            case Outcome.Finished(var reason) when reason.isEmpty() -> add("END", "Normal end", "");
            case Outcome.Finished(var reason) -> add("END", "OK", reason);
            case Outcome.Failed(var _, var cause) when normal -> add("END", "Normal end", cause.text());
            case Outcome.Failed(var _, var cause) -> add("ERROR", cause.message(), cause.content());
        }
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** {@return all that are kept, in their order} */
    List<Event> kept() {
        var all = new ArrayList<>(first);
        all.addAll(newest);
        return all;
    }

    Json json() {
        return Json.of(kept().stream().map(Events::json).toList());
    }

    private static Json json(Event entry) {
        return Json.obj("event", entry.event(), "timestamp", format(entry.at()), "message", entry.message(),
                "content", entry.content());
    }

    private static String format(Instant at) {
        return MILLIS.format(at);
    }
}
