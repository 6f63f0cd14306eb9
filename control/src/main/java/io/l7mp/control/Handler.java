package io.l7mp.control;

import java.util.function.Consumer;

/** Carries out one operation. */
@FunctionalInterface
interface Handler {
    /**
     * Begins. On a virtual thread, and never waits for an event loop: what takes a loop is answered from there.
     *
     * @param call what was asked
     * @param done hears the answer, once, on any thread
     */
    void handle(Call call, Consumer<Answer> done);
}
