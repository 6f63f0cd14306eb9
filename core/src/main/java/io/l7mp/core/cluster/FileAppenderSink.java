package io.l7mp.core.cluster;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The open file of a {@link FileAppender}. Touched by its one task only. */
final class FileAppenderSink {
    /** The descriptor and not the device file, which cannot be opened where the stream is a socket. */
    private static final Map<String, FileDescriptor> OUR_OWN = Map.of("-", FileDescriptor.out,
            "/dev/stdout", FileDescriptor.out, "/dev/stderr", FileDescriptor.err);
    /** The bits of a mode that tell the type, and two of the types; see inode(7). */
    private static final int TYPE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int CHARACTER_DEVICE = 0x2000;
    /** How much is written at once, and then counts as written. */
    private static final int PART = 65_536;

    private final String path;
    private final FileOpener opener;
    private @Nullable WritableByteChannel channel;

    FileAppenderSink(String path, FileOpener opener) {
        this.path = path;
        this.opener = opener;
    }

    /**
     * Opens a file to append to, or standard output. A named pipe would keep us waiting for whoever may read it some day, so only
     * files and character devices are opened, and what the program was started with.
     */
    static WritableByteChannel open(String path) throws IOException {
        var own = OUR_OWN.get(path);
        if (own != null) {
            return new FileOutputStream(own).getChannel();
        }
        var file = Path.of(path);
        if (Files.exists(file) && !isFileOrDevice(file)) {
            throw new FileSystemException(path, null, "neither a regular file nor a character device");
        }
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    private static boolean isFileOrDevice(Path file) throws IOException {
        int type = (int) Files.getAttribute(file, "unix:mode") & TYPE;
        return type == REGULAR || type == CHARACTER_DEVICE;
    }

    /**
     * Writes all of it. After a failure the file is opened again at the next call.
     *
     * @param progress hears of each part that is written
     */
    void write(ByteBuffer bytes, IntConsumer progress) throws IOException {
        try {
            var to = channel;
            if (to == null) {
                to = opener.open(path);
                channel = to;
            }
            int end = bytes.limit();
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + PART));
                progress.accept(to.write(bytes));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Closes the file; standard streams are everybody's and stay open. */
    void close() {
        var open = channel;
        channel = null;
        if (open == null || OUR_OWN.containsKey(path)) {
            return;
        }
        try {
            open.close();
        } catch (IOException _) { // all was written, and there is nothing left to be done about it
        }
    }
}
