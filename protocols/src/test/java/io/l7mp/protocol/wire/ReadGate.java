package io.l7mp.protocol.wire;

import java.io.IOException;

/** Lets a thread that reads go on, or not. Any thread. */
public final class ReadGate {
    private boolean isOpen = true;

    /** Waits until it is open. */
    public synchronized void pass() throws IOException {
        while (!isOpen) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    /** Holds up who comes from now on. */
    public synchronized void close() {
        isOpen = false;
    }

    /** Lets all through. */
    public synchronized void open() {
        isOpen = true;
        notifyAll();
    }
}
