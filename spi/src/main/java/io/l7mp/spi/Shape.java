package io.l7mp.spi;

/** Whether borders between payloads mean something. */
public enum Shape {
    /** They are accidental. */
    BYTES,
    /** Each payload is one message. */
    MESSAGES,
    /** As in what is written to it. */
    AS_INPUT
}
