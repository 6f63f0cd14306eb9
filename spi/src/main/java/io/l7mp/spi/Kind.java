package io.l7mp.spi;

/** The kinds of {@link Cause}. */
public enum Kind {
    /** An orderly end. */
    DONE,
    /** No rule matched, or what a rule names is not there. */
    NO_ROUTE,
    /** No such cluster, or no endpoint in it. */
    NOT_FOUND,
    /** The peer said no, or nobody listens there. */
    REFUSED,
    /** Nothing came in time. */
    TIMED_OUT,
    /** The connection broke. */
    RESET,
    /** The peer does not speak the protocol. */
    PROTOCOL,
    /** A bound was reached, or something is wrong on our side: the peer has nothing to do with it. */
    LIMIT,
    /** The program or the listener is going down. */
    SHUTDOWN,
    /** A fault of ours. */
    BUG
}
