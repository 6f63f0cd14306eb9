package io.l7mp.proxy;

import ch.qos.logback.classic.Level;
import java.util.Locale;

/** The words of {@code admin.log_level}, from everything to nothing, and what the logging library calls them. */
enum Verbosity {
    SILLY(Level.TRACE), VERBOSE(Level.DEBUG), INFO(Level.INFO), HTTP(Level.INFO), NOTICE(Level.INFO), WARN(
            Level.WARN), ERROR(Level.ERROR), SILENT(Level.OFF);

    @SuppressWarnings("ImmutableEnumChecker") // it never changes, and does not say so in the checker's words
    private final Level level;

    Verbosity(Level level) {
        this.level = level;
    }

    /** {@return whether it is one of the words} */
    static boolean isWord(String word) {
        return word.equals(of(word).name().toLowerCase(Locale.ROOT));
    }

    /** {@return what the word means; one that is unknown means everything, as in the reference} */
    static Verbosity of(String word) {
        for (var verbosity : values()) {
            if (verbosity.name().toLowerCase(Locale.ROOT).equals(word)) {
                return verbosity;
            }
        }
        return SILLY;
    }

    Level level() {
        return level;
    }

    /** {@return the level for libraries: what they find worth a warning, and never more} */
    Level ofLibraries() {
        return level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
    }
}
