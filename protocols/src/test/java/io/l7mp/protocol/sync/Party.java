package io.l7mp.protocol.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimLoop;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import java.nio.charset.StandardCharsets;

/** A simulated world with a Sync cluster, and the sessions that join it. */
final class Party {
    static final Traits MESSAGES = new Traits(Shape.MESSAGES, true, true, true, true, Integer.MAX_VALUE);

    final SimWorld world;
    final TestEnv env;
    final SyncConnector connector;

    Party(long seed, int loops) {
        world = new SimWorld(seed, loops);
        env = TestEnv.of(world);
        Connector opened = new SyncProtocol().open(new SyncClusterSpec("/call/id"), env);
        connector = (SyncConnector) opened;
    }

    /** A session: its stream, and what it heard. */
    final class Guest {
        final SimLoop loop;
        final Tap heard = new Tap();
        final Stream stream;

        Guest(SimLoop loop, Stream stream) {
            this.loop = loop;
            this.stream = stream;
        }

        void say(String text) {
            say(text, 0);
        }

        void say(String text, int flags) {
            say(text.getBytes(StandardCharsets.UTF_8), flags);
        }

        void say(byte[] payload, int flags) {
            world.on(loop, () -> {
                assertThat(stream.writable()).isTrue();
                stream.write(env.buffers().buffer(payload.length + 1).writeBytes(payload), flags);
                stream.flush();
            });
        }

        void pause() {
            world.on(loop, stream::pause);
        }

        void resume() {
            world.on(loop, stream::resume);
        }

        void leave(Cause cause) {
            world.on(loop, () -> stream.close(cause));
        }

        long dropped(Drop why) {
            return stream.dropped(why);
        }
    }

    /** {@return a session that has joined the group of that label, on that loop, and reads} */
    Guest join(int loop, Object label) {
        return join(loop, Metadata.of(Json.obj("call", Json.obj("id", label))));
    }

    Guest join(int loop, Metadata metadata) {
        var on = world.loops().get(loop);
        var made = new Guest[1];
        world.on(on, () -> {
            made[0] = new Guest(on, Tap.connect(connector, Tap.session("s", metadata, MESSAGES), on));
            made[0].stream.attach(made[0].heard);
            made[0].stream.resume();
        });
        return made[0];
    }

    /** Checks that nothing is left when all have gone. */
    void isOver() {
        world.settle();
        assertThat(connector.groups()).as("groups, seed " + world.seed()).isZero();
        assertThat(env.bytesInUse()).as("bytes of buffers, seed " + world.seed()).isZero();
    }
}
