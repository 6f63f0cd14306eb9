package io.l7mp.control;

import java.util.function.Consumer;

/** From a whole request to a whole response. */
@FunctionalInterface
interface Work {
    /** Begins, on a virtual thread; {@code done} hears the response once, on any thread. */
    void serve(byte[] body, Consumer<Response> done);
}
