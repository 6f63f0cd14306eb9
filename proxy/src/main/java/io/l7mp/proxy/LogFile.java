package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Where log lines end up: standard error, standard output or a file, exchanged while running. Written by one thread of the logging
 * library, so that a full pipe holds up that thread and no event loop. That thread holds the appender's lock while it is held up, so
 * whoever exchanges the file only leaves the next one for it, and waits for nothing.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {
    /** The bits of a mode that tell the type, and two of the types; see inode(7). */
    private static final int TYPE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int CHARACTER_DEVICE = 0x2000;

    /** Marks an event that is no line: it wakes the thread that writes, where no line may follow for long. */
    static final Marker EXCHANGE = MarkerFactory.getMarker("exchange");

    private final LineLayout layout = new LineLayout();

    /** What is to be written to by the next line that was said after it came here; null as long as that is {@link #out}. */
    private final AtomicReference<@Nullable Place> next = new AtomicReference<>();

    /** By the thread that writes only. */
    private Place out;

    /** By those who exchange, one at a time. */
    private String where = "";

    LogFile(OutputStream standardError) {
        out = new Place(standardError, false, Instant.EPOCH);
    }

    /** Something to write to. Standard streams belong to the process and stay open. */
    private record Place(OutputStream stream, boolean isOurs, Instant from) {
        static Place standard(FileDescriptor descriptor) {
            return new Place(new FileOutputStream(descriptor), false, Instant.now());
        }

        void leave() {
            if (isOurs) {
                try {
                    stream.close();
                } catch (IOException _) {
                    // Nothing was buffered, so nothing is lost.
                }
            }
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        var place = next.get();
        if (place != null && (isExchange(event) || !event.getInstant().isBefore(place.from))) {
            exchange();
        }
        if (!isExchange(event)) {
            write(event);
        }
    }

    private void write(ILoggingEvent event) {
        try {
            out.stream.write(layout.doLayout(event).getBytes(UTF_8));
        } catch (IOException _) {
            // A disk is full or a reader has left: a proxy goes on without its log, and there is nowhere to say so.
        }
    }

    private void exchange() {
        var place = next.getAndSet(null);
        if (place != null) {
            out.leave();
            out = place;
        }
    }

    private static boolean isExchange(ILoggingEvent event) {
        return event.getMarkerList() != null && event.getMarkerList().contains(EXCHANGE);
    }

    /**
     * Sends what follows elsewhere. One call at a time; never waits for the thread that writes.
     *
     * @param place {@code stdout}, {@code stderr}, a path, or empty for standard error
     * @throws IOException if the file cannot be written; then everything stays as it was
     */
    void moveTo(String place) throws IOException {
        if (!place.equals(where)) {
            openAgain(place);
        }
    }

    /** Does the same even if it is the same place, where by now another file may have that name. */
    void openAgain(String place) throws IOException {
        var opened = switch (place) {
            case "", "stderr" -> Place.standard(FileDescriptor.err);
            case "stdout" -> Place.standard(FileDescriptor.out);
            default -> new Place(file(place), true, Instant.now());
        };
        where = place;
        var unused = next.getAndSet(opened);
        if (unused != null) {
            unused.leave();
        }
    }

    /** A named pipe would keep us waiting for whoever may read it some day, and everybody who logs with us. */
    private static OutputStream file(String path) throws IOException {
        if (Files.exists(Path.of(path)) && !isFileOrDevice(Path.of(path))) {
            throw new FileSystemException(path, null, "neither a regular file nor a character device");
        }
        // Not a channel's stream: the library interrupts its thread at the end, which would close a channel mid-line.
        return new FileOutputStream(path, true);
    }

    private static boolean isFileOrDevice(Path file) throws IOException {
        int type = (int) Files.getAttribute(file, "unix:mode") & TYPE;
        return type == REGULAR || type == CHARACTER_DEVICE;
    }

    /** The thread that writes calls it last. */
    @Override
    public void stop() {
        super.stop();
        exchange();
        out.leave();
    }
}
