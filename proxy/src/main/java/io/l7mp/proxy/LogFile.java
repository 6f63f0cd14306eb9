package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where log lines end up: standard error, standard output or a file, exchanged while running. Written by one thread of the logging
 * library, so that a full pipe holds up that thread and no event loop; the lock that guards the exchange is the appender's own.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {
    private final LineLayout layout = new LineLayout();
    private OutputStream out = standard(FileDescriptor.err);
    private String where = "";

    private static OutputStream standard(FileDescriptor descriptor) {
        return new FileOutputStream(descriptor);
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            out.write(layout.doLayout(event).getBytes(UTF_8));
        } catch (IOException _) {
            // A disk is full or a reader has left: a proxy goes on without its log, and there is nowhere to say so.
        }
    }

    /**
     * Sends what follows elsewhere.
     *
     * @param place {@code stdout}, {@code stderr}, a path, or empty for standard error
     * @throws IOException if the file cannot be written; then everything stays as it was
     */
    synchronized void moveTo(String place) throws IOException {
        if (place.equals(where)) {
            return;
        }
        var next = switch (place) {
            case "", "stderr" -> standard(FileDescriptor.err);
            case "stdout" -> standard(FileDescriptor.out);
            // Not a channel's stream: the library interrupts its thread at the end, which would close a channel mid-line.
            default -> new FileOutputStream(place, true);
        };
        leave();
        out = next;
        where = place;
    }

    @Override
    public synchronized void stop() {
        super.stop();
        leave();
    }

    /** Standard streams belong to the process and stay open. */
    private void leave() {
        if (where.isEmpty() || where.equals("stderr") || where.equals("stdout")) {
            return;
        }
        try {
            out.close();
        } catch (IOException _) {
            // Nothing was buffered, so nothing is lost.
        }
    }
}
