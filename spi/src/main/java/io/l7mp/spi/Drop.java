package io.l7mp.spi;

/** Why a payload was thrown away; a label of {@code l7mp_dropped_total}. */
public enum Drop {
    /** The queue of a paused reader was full. */
    QUEUE_FULL,
    /** The writer was past its hard limit. */
    WRITE_FULL,
    /** A message was larger than the protocol can carry. */
    TOO_LARGE,
    /** A stream had accepted it and went down before it was sent. */
    LOST,
    /** The system refused to send it. */
    SEND_FAILED;

    /** {@return the label's value} */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
