package io.l7mp.testkit;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A simulated address that was taken. Peers that come before {@link #start()} wait, as in a kernel's queue. */
final class SimBinding implements Binding, SimNet.Place {
    private final SimNet net;
    private final SimSpec spec;
    private final Acceptor acceptor;
    private final ListenerEnv env;
    private final List<Runnable> early = new ArrayList<>();
    private final List<SimStream> streams = new ArrayList<>();
    private boolean started;
    private boolean stopped;

    SimBinding(SimNet net, SimSpec spec, Acceptor acceptor, ListenerEnv env) {
        this.net = net;
        this.spec = spec;
        this.acceptor = acceptor;
        this.env = env;
    }

    @Override
    public List<SocketAddress> addresses() {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), spec.port()));
    }

    @Override
    public void start() {
        if (!started && !stopped) {
            started = true;
            early.forEach(Runnable::run);
            early.clear();
        }
    }

    @Override
    public void arrived(SimStream client, Metadata hello) {
        var loop = env.lightest();
        var name = "Sim:" + env.owner() + ":" + env.nextId();
        var facts = hello.with(Path.of("/Sim/port"), Json.of(spec.port()));
        var offer = new SimOffer(name, facts);
        var stream = new SimStream(net, loop, spec.traits(), env.buffers(), env.linger(), offer);
        offer.put(stream);
        streams.removeIf(SimStream::isOver);
        streams.add(stream);
        SimNet.join(client, stream);
        // Before start the peer may leave again; what is gone is not offered.
        Runnable bring = () -> loop.execute(() -> {
            if (!stream.isOver()) {
                acceptor.offer(offer);
            }
        });
        if (started) {
            bring.run();
        } else {
            early.add(bring);
        }
    }

    @Override
    public void stopAccepting(Runnable done) {
        stopped = true;
        early.clear();
        net.remove(SimNet.key(SimNet.ANY, spec.port()), this);
        net.world().blocking().execute(done);
    }

    @Override
    public void close(Runnable done) {
        stopAccepting(() -> {});
        int[] left = {streams.size() + 1};
        Runnable one = () -> {
            if (--left[0] == 0) {
                done.run();
            }
        };
        for (var stream : streams) {
            stream.loop().execute(() -> {
                stream.breakOff(Cause.of(Kind.SHUTDOWN, "listener closed"));
                one.run();
            });
        }
        net.world().blocking().execute(one);
    }
}
