package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;

/** What travels on a simulated wire. */
sealed interface Frame {
    /** A payload; {@code owed} says whether its reader gives credit back for it. */
    @SuppressWarnings("ArrayRecordComponent") // Frames are never compared, and their bytes never change.
    record Payload(byte[] bytes, int flags, boolean owed) implements Frame {
        int length() {
            return bytes.length;
        }
    }

    /** The head of an answer. */
    record Head(Metadata metadata) implements Frame {}

    /** The end of one direction. */
    record Fin(Metadata trailers) implements Frame {}

    /** Some bytes were read; as many more may come. */
    record Credit(int bytes) implements Frame {}

    /** The connection broke. */
    record Reset(Cause cause) implements Frame {}

    /** The offer was opened. */
    record Opened(Metadata facts) implements Frame {}

    /** The offer was refused. */
    record Refused(Cause cause) implements Frame {}
}
