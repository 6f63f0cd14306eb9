package io.l7mp.spi;

/**
 * What a stream keeps of what is written to it.
 *
 * @param shape whether borders between payloads mean something
 * @param ordered whether payloads arrive in their order
 * @param reliable whether payloads arrive at all unless the stream fails
 * @param halfClose whether one direction can end while the other goes on
 * @param pausable whether a peer that is not read is slowed down; if not, its payloads are dropped past a bound
 * @param largest most bytes of one message; {@code Integer.MAX_VALUE} if there is no limit
 */
public record Traits(Shape shape, boolean ordered, boolean reliable, boolean halfClose, boolean pausable,
        int largest) {
    /** A byte stream as TCP is one. */
    public static final Traits BYTES = new Traits(Shape.BYTES, true, true, true, true, Integer.MAX_VALUE);

    /** Something inside the program that gives back what it is given. */
    public static final Traits IN_MEMORY = new Traits(Shape.AS_INPUT, true, true, true, true,
            Integer.MAX_VALUE);

    /** Checks the settings. */
    public Traits {
        if (largest < 1) {
            throw new IllegalArgumentException("largest: " + largest + " (expected: at least 1)");
        }
    }

    /**
     * Settles {@link Shape#AS_INPUT}.
     *
     * @param input what comes in
     * @return these traits with the shape of the input, if they have none of their own
     */
    public Traits after(Traits input) {
        return shape == Shape.AS_INPUT
                ? new Traits(input.shape, ordered, reliable, halfClose, pausable, largest)
                : this;
    }
}
