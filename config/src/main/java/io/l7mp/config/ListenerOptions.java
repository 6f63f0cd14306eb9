package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits of a listener's sessions.
 *
 * @param track for how many seconds a finished session stays listed
 * @param idleTimeout after how many seconds without payload a session ends; 0 for never, -1 for the protocol's own limit
 * @param lifetime after how many seconds a session ends in any case; 0 for never
 * @param finishTimeout for how many seconds without payload a session waits for an answer of a destination that cannot half-close
 * @param sessionRate new sessions a second for one source /24 or /56; 0 for any number, -1 for the default: 1,000 on listeners
 *        over UDP, any number elsewhere
 * @param maxSessions most sessions at once, tracked ones counted
 */
public record ListenerOptions(@Default("0") int track, @Default("-1") double idleTimeout,
        @Default("0") double lifetime, @Default("1") double finishTimeout, @Default("-1") int sessionRate,
        @Default("100000") int maxSessions) {
    /** All defaults. */
    public static final ListenerOptions DEFAULT = new ListenerOptions(0, -1, 0, 1, -1, 100_000);

    private static final double LONGEST = 1e9;

    /** Checks the settings. */
    public ListenerOptions {
        range("track", track, 0, LONGEST);
        range("idle_timeout", idleTimeout, -1, LONGEST);
        range("lifetime", lifetime, 0, LONGEST);
        range("finish_timeout", finishTimeout, 0, LONGEST);
        range("session_rate", sessionRate, -1, LONGEST);
        range("max_sessions", maxSessions, 1, LONGEST);
    }

    private static void range(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ConfigException(key, value, (long) least + ".." + (long) most);
        }
    }

    /** {@return the idle limit that was set; empty for the protocol's own, zero for none} */
    public Optional<Duration> idle() {
        return idleTimeout < 0 ? Optional.empty() : Optional.of(seconds(idleTimeout));
    }

    /**
     * Makes a duration of a setting.
     *
     * @param value seconds, with a fraction
     * @return the same
     */
    public static Duration seconds(double value) {
        return Duration.ofMillis(Math.round(value * 1000));
    }
}
