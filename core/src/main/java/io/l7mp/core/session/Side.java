package io.l7mp.core.session;

/** Whose fault it was. */
public enum Side {
    /** The peer that came to us. */
    DOWNSTREAM("D"),
    /** A peer that we went to. */
    UPSTREAM("U"),
    /** Ours: configuration, limits, the API, a bug. */
    PROXY("P");

    private final String letter;

    Side(String letter) {
        this.letter = letter;
    }

    String letter() {
        return letter;
    }
}
