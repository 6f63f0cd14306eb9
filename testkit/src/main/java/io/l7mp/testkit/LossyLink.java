package io.l7mp.testkit;

/**
 * How badly a simulated wire treats payloads of streams that promise less. It loses and doubles payloads of unreliable streams
 * and holds up payloads of unordered ones; others are never touched.
 *
 * @param drop chance that a payload is lost, 0 to 1
 * @param duplicate chance that it comes twice
 * @param reorder chance that it comes later than those after it
 */
public record LossyLink(double drop, double duplicate, double reorder) {
    /** Every payload arrives once, in order. */
    public static final LossyLink NONE = new LossyLink(0, 0, 0);
}
