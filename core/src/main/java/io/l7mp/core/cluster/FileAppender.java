package io.l7mp.core.cluster;

import io.l7mp.spi.Appender;
import io.l7mp.spi.Env;
import io.l7mp.spi.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a file. Loops leave bytes here; a task on a thread for files takes all there is, writes it with nobody
 * waiting, and comes back for more. At most one such task is under way, so pieces never mix.
 *
 * <p>All fields but the sink are under the lock, which is held for lines and never while writing or calling out. What cannot be
 * written is counted and gone; the first time it is said in the log.
 */
public final class FileAppender implements Appender {
    /** Past this nothing more is taken; one piece may reach over it. */
    static final int MOST_WAITING = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FileAppender.class);
    private static final byte[] NONE = {};
    private static final int FIRST_SIZE = 8192;

    private final FileLosses losses;
    private final Executor files;
    private final FileAppenderSink sink;
    private final Object lock = new Object();
    /** At most one for each session that uses the file. */
    private final List<Told> told = new ArrayList<>();
    private byte[] filling = NONE;
    private int filled;
    private int pieces;
    private int beingWritten;
    private boolean draining;
    private boolean closed;
    private boolean reported;

    /**
     * Makes a writer; the file is opened at the first piece.
     *
     * @param path the file, made if it is not there; {@code -} for standard output
     * @param env counts what is lost
     * @param files has threads that may be stuck for as long as the file is
     */
    public FileAppender(String path, Env env, Executor files) {
        this(path, env, files, FileAppenderSink::open);
    }

    FileAppender(String path, Env env, Executor files, FileOpener opener) {
        this(path, new OfCluster(env), files, opener);
    }

    /**
     * Makes a writer for other than clusters.
     *
     * @param path the file, made if it is not there; {@code -} for standard output, {@code /dev/stderr} for standard error
     * @param losses counts what is lost
     * @param files has threads that may be stuck for as long as the file is
     */
    public FileAppender(String path, FileLosses losses, Executor files) {
        this(path, losses, files, FileAppenderSink::open);
    }

    private FileAppender(String path, FileLosses losses, Executor files, FileOpener opener) {
        this.losses = losses;
        this.files = files;
        this.sink = new FileAppenderSink(path, opener);
    }

    /** Somebody to be told that there is room again. */
    private record Told(Loop loop, Runnable ready) {
        void tell() {
            try {
                loop.execute(ready);
            } catch (RejectedExecutionException _) { // the loop is gone, and with it whoever waited there
            }
        }
    }

    /** What a cluster cannot write is lost under its name. */
    private record OfCluster(Env env) implements FileLosses {
        @Override
        public void lost(int pieces) {
            env.dropped("append", pieces);
        }

        @Override
        public void cannotWrite(Exception why) {
            LOG.atWarn().addKeyValue("cluster", env.owner()).setCause(why)
                    .log("file cannot be written, its lines are lost");
        }
    }

    /** What one turn of the task writes. */
    private record Load(ByteBuffer bytes, int pieces, boolean last) {}

    @Override
    public boolean append(byte[] bytes) {
        boolean start;
        synchronized (lock) {
            if (closed || filled + beingWritten >= MOST_WAITING) {
                return false;
            }
            fill(bytes);
            start = !draining;
            draining = true;
        }
        if (start) {
            drainSoon();
        }
        return true;
    }

    private void fill(byte[] bytes) {
        if (filling.length - filled < bytes.length) {
            int size = Math.max(filled + bytes.length, Math.max(FIRST_SIZE, 2 * filling.length));
            filling = Arrays.copyOf(filling, size);
        }
        System.arraycopy(bytes, 0, filling, filled, bytes.length);
        filled += bytes.length;
        pieces++;
    }

    @Override
    public boolean writable() {
        synchronized (lock) {
            return filled + beingWritten < MOST_WAITING;
        }
    }

    @Override
    public void onWritable(Loop loop, Runnable ready) {
        var one = new Told(loop, ready);
        synchronized (lock) {
            if (!hasRoom()) {
                told.add(one);
                return;
            }
        }
        one.tell();
    }

    private boolean hasRoom() {
        return filled + beingWritten < MOST_WAITING / 2;
    }

    @Override
    public void close() {
        boolean start;
        synchronized (lock) {
            start = !closed && !draining;
            closed = true;
            draining |= start;
        }
        if (start) {
            drainSoon();
        }
    }

    private void drainSoon() {
        try {
            files.execute(this::drain);
        } catch (RejectedExecutionException _) { // the program is going down
            var load = take();
            written(load.bytes().remaining());
            lost(load.pieces(), new IOException("nobody is left to write it"));
            synchronized (lock) {
                draining = false;
            }
        }
    }

    /** The task: until there is nothing left. */
    private void drain() {
        var load = take();
        while (load.bytes().hasRemaining()) {
            try {
                sink.write(load.bytes(), this::written);
            } catch (IOException | RuntimeException e) { // of whatever kind of file: the next piece tries again
                written(beingWritten());
                lost(load.pieces(), e);
            }
            load = take();
        }
        if (load.last()) {
            sink.close();
        }
    }

    private Load take() {
        synchronized (lock) {
            var load = new Load(ByteBuffer.wrap(filling, 0, filled), pieces, closed);
            filling = NONE;
            beingWritten = filled;
            filled = 0;
            pieces = 0;
            draining = load.bytes().hasRemaining();
            return load;
        }
    }

    private int beingWritten() {
        synchronized (lock) {
            return beingWritten;
        }
    }

    private void written(int bytes) {
        List<Told> ready;
        synchronized (lock) {
            beingWritten -= bytes;
            if (told.isEmpty() || !hasRoom()) {
                return;
            }
            ready = List.copyOf(told);
            told.clear();
        }
        ready.forEach(Told::tell);
    }

    /** Counts all of a load, since nobody knows which of its pieces a failed write had begun. */
    private void lost(int messages, Exception why) {
        if (messages == 0) {
            return;
        }
        losses.lost(messages);
        synchronized (lock) {
            if (reported) {
                return;
            }
            reported = true;
        }
        losses.cannotWrite(why);
    }
}
