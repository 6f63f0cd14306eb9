package io.l7mp.protocol.wire;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.BentReceiver;
import io.l7mp.testkit.BentStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A protocol that changes what passes, with the opposite change around it, so that it gives back what it gets and the contract can
 * be tried on it.
 *
 * @param inner the protocol under test
 * @param in changes what is written to it
 * @param out changes what it delivers
 * @param back undoes that for what is given back
 */
public record Translated<S extends Record>(OutboundProtocol<S> inner, UnaryOperator<ByteBuf> in,
        UnaryOperator<ByteBuf> out, UnaryOperator<ByteBuf> back) implements OutboundProtocol<S> {
    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Class<S> clusterSpec() {
        return inner.clusterSpec();
    }

    @Override
    public Traits clusterTraits(S spec, Traits input) {
        return inner.clusterTraits(spec, input);
    }

    @Override
    public Connector open(S spec, ClusterEnv env) {
        var connector = inner.open(spec, env);
        return new Connector() {
            @Override
            public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                    Completion<Connected> done) {
                return connector.connect(endpoint, session, loop, limit, new Completion<>() {
                    @Override
                    public void done(Connected value) {
                        done.done(new Connected(new Around(value.stream()), value.facts()));
                    }

                    @Override
                    public void failed(Cause cause) {
                        done.failed(cause);
                    }
                });
            }

            @Override
            public void close() {
                connector.close();
            }
        };
    }

    /** The stream, seen through the changes. */
    private final class Around extends BentStream {
        Around(Stream stream) {
            super(stream);
        }

        @Override
        protected Receiver bend(Receiver receiver) {
            return new BentReceiver(receiver) {
                @Override
                public void payload(ByteBuf payload, int flags) {
                    super.payload(out.apply(payload), flags);
                }
            };
        }

        @Override
        public void unread(ByteBuf rest, int flags) {
            super.unread(back.apply(rest), flags);
        }

        @Override
        public void write(ByteBuf payload, int flags) {
            super.write(in.apply(payload), flags);
        }
    }

    /** {@return a change of the bytes of a buffer, which is released} */
    public static UnaryOperator<ByteBuf> bytes(UnaryOperator<byte[]> change,
            ByteBufAllocator buffers) {
        return payload -> {
            var bytes = new byte[payload.readableBytes()];
            payload.readBytes(bytes).release();
            var changed = change.apply(bytes);
            return buffers.buffer(Math.max(1, changed.length)).writeBytes(changed);
        };
    }
}
