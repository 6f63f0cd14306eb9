package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import io.l7mp.spi.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What happens when a stage cannot be connected or goes down.
 *
 * @param retryOn {@code never}, {@code connect-failure}, {@code disconnect} or {@code always}; other words as {@code never}
 * @param numRetries how many attempts of a stage may follow the first; after a disconnect, how many there are in all
 * @param timeout milliseconds: the limit of an attempt, and the pause before the next
 * @param backoff {@code fixed}, or {@code exponential}: each pause doubles, up to 16 times the first
 * @param byteStreams {@code resume}: a byte stream that broke in the middle is re-connected; {@code end}: the session ends
 */
public record RetryConfig(@Default("never") String retryOn, @Default("1") int numRetries,
        @Default("2000") int timeout,
        @Default("fixed") String backoff, @Default("resume") String byteStreams) {
    /** One attempt. */
    public static final RetryConfig DEFAULT = new RetryConfig("never", 1, 2000, "fixed", "resume");

    private static final int LONGEST_MILLIS = 86_400_000;

    /** Checks the settings. */
    public RetryConfig {
        if (numRetries < 0) {
            throw new ConfigException("num_retries", numRetries, "at least 0");
        }
        if (timeout < 1 || timeout > LONGEST_MILLIS) {
            throw new ConfigException("timeout", timeout, "1.." + LONGEST_MILLIS + " milliseconds");
        }
        oneOf("backoff", backoff, Set.of("fixed", "exponential"));
        oneOf("byte_streams", byteStreams, Set.of("resume", "end"));
    }

    private static void oneOf(String key, String value, Set<String> words) {
        if (!words.contains(value)) {
            throw new ConfigException(key, value, String.join(" or ", words.stream().sorted().toList()));
        }
    }

    /** {@return whether a failed first connect is tried again} */
    public boolean onConnect() {
        return retryOn.equals("connect-failure") || retryOn.equals("always");
    }

    /** {@return whether a stage that went down is connected again} */
    public boolean onDisconnect() {
        return retryOn.equals("disconnect") || retryOn.equals("always");
    }

    /** {@return the limit of an attempt, and the pause before the next} */
    public Duration limit() {
        return Duration.ofMillis(timeout);
    }

    /** {@return it as dumps show it: settings that the original does not know only where they are used} */
    Json.Obj shown() {
        var all = Encoder.encode(this);
        var usual = Encoder.encode(DEFAULT);
        for (var key : List.of("backoff", "byte_streams")) {
            all = all.get(key).equals(usual.get(key)) ? all.without(key) : all;
        }
        return all;
    }
}
