package io.l7mp.house.program;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What is sent in one direction, known to both ends: how many messages, how long, which are text, and how much of it may be under
 * way.
 *
 * @param sizes of the messages, or of the pieces in which bytes are sent
 * @param texts whether each second message is text
 * @param window how much may be unseen, where a message costs a share by its size; 0 for any amount
 */
record Script(int[] sizes, boolean texts, int window) {
    /** How many messages, and KiB for a sink of datagrams. */
    static final int MANY = 10_000;

    private static final int WINDOW = 64;
    private static final int KIB = 1 << 10;
    private static final int PIECE = 64 * KIB;

    /** Many messages of all sizes. */
    static Script messages(long seed, int smallest, int largest, boolean texts) {
        var random = new SplittableRandom(seed);
        var sizes = new int[MANY];
        for (int i = 0; i < MANY; i++) {
            sizes[i] = switch (random.nextInt(8)) {
                case 0 -> smallest;
                case 1 -> 1;
                case 2, 3 -> 1200;
                default -> 1 + random.nextInt(1400);
            };
            if (i % 1000 == 500) {
                sizes[i] = largest;
            }
        }
        sizes[0] = 100; // a stream without borders shows nothing of an empty one
        return new Script(sizes, texts, WINDOW);
    }

    /** Many KiB, each seen before the next. */
    static Script kibibytes() {
        return pieces(MANY, KIB, 1);
    }

    /** So many bytes, as fast as they go. */
    static Script bulk(long bytes) {
        return pieces((int) (bytes / PIECE), PIECE, 0);
    }

    static Script pieces(int count, int size, int window) {
        var sizes = new int[count];
        Arrays.fill(sizes, size);
        return new Script(sizes, false, window);
    }

    int count() {
        return sizes.length;
    }

    long bytes() {
        long sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        return sum;
    }

    boolean isText(int index) {
        return texts && index % 2 == 0;
    }

    /** {@return which part of the window a message takes: what waits stays below the least buffer on its way} */
    int cost(int index) {
        return window == 0 ? 0 : Math.clamp(sizes[index] / KIB, 1, window);
    }
}
