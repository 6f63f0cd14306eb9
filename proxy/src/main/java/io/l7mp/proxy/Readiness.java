package io.l7mp.proxy;

/** Whether peers should be sent here, for whoever asks; set by the main thread, read by any. */
final class Readiness {
    private volatile String why = "starting";

    /** Everything of the first configuration listens. */
    void ready() {
        why = "";
    }

    /** No new peers from here on. */
    void stopping() {
        why = "stopping";
    }

    /** {@return why not; empty if it is ready} */
    String why() {
        return why;
    }
}
