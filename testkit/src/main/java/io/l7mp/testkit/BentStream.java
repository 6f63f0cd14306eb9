package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;

/** Hands everything to a sound stream; what extends it bends one thing. */
public class BentStream implements Stream {
    private final Stream sound;

    /** Makes one, with nothing bent yet. */
    protected BentStream(Stream sound) {
        this.sound = sound;
    }

    /** Bends what comes in. */
    protected Receiver bend(Receiver receiver) {
        return receiver;
    }

    @Override
    public Loop loop() {
        return sound.loop();
    }

    @Override
    public Traits traits() {
        return sound.traits();
    }

    @Override
    public void attach(Receiver receiver) {
        sound.attach(bend(receiver));
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        sound.unread(rest, flags);
    }

    @Override
    public void pause() {
        sound.pause();
    }

    @Override
    public void resume() {
        sound.resume();
    }

    @Override
    public boolean writable() {
        return sound.writable();
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        sound.write(payload, flags);
    }

    @Override
    public void flush() {
        sound.flush();
    }

    @Override
    public void answer(Metadata head) {
        sound.answer(head);
    }

    @Override
    public void finish(Metadata trailers) {
        sound.finish(trailers);
    }

    @Override
    public void close(Cause cause) {
        sound.close(cause);
    }

    @Override
    public long dropped(Drop why) {
        return sound.dropped(why);
    }
}
