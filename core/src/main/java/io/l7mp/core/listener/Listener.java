package io.l7mp.core.listener;

import io.l7mp.config.ListenerConfig;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.session.Admission;
import io.l7mp.core.session.Hall;
import io.l7mp.core.session.Session;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Path;
import io.l7mp.spi.Traits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A listener that is bound: lets peers in, up to its limits, and makes a session of each.
 *
 * <p>Offers come on any loop. What they share is a number and, for sessions that are over but still listed, one ordered set.
 */
public final class Listener implements Acceptor, Admission {
    private static final Path SOURCE = Path.of("/IP/src_addr");
    private static final int UDP_SESSION_RATE = 1_000;

    private final ListenerConfig config;
    private final Hall hall;
    private final Traits traits;
    private final Duration idle;
    private final Optional<SourceRate> rate;
    private final AtomicInteger sessions = new AtomicInteger();

    /** Over, but still listed; the oldest first. Guarded by itself, for lines only. */
    private final Set<Session> tracked = new LinkedHashSet<>();

    private Listener(ListenerConfig config, Hall hall, Traits traits, Duration idle) {
        this.config = config;
        this.hall = hall;
        this.traits = traits;
        this.idle = idle;
        int perSecond = config.options().sessionRate();
        if (perSecond < 0) {
            perSecond = config.protocol().equals("UDP") ? UDP_SESSION_RATE : 0;
        }
        rate = perSecond == 0 ? Optional.empty() : Optional.of(new SourceRate(perSecond));
    }

    /** Takes the listener's address; deaf until the binding is started. {@code done} is called on any thread. */
    public static void bind(ListenerConfig config, Registry registry, Hall hall, Completion<Binding> done) {
        var protocol = registry.inbound(config.protocol())
                .orElseThrow(() -> new IllegalStateException("no protocol " + config.protocol()));
        bind(config, protocol, registry, hall, done);
    }

    private static <S extends Record> void bind(ListenerConfig config, InboundProtocol<S> protocol,
            Registry registry,
            Hall hall, Completion<Binding> done) {
        var spec = protocol.listenerSpec().cast(config.settings());
        var idle = config.options().idle().orElseGet(() -> protocol.idleTimeout(spec));
        var listener = new Listener(config, hall, protocol.listenerTraits(spec), idle);
        var env = new ListenerEnvironment(config.name(), hall.facilities(), hall.sessions(), registry);
        protocol.bind(spec, listener, env, done);
    }

    @Override
    public void offer(Offer offer) {
        if (!withinRate(offer)) {
            refuse(offer, "session_rate", "too many new sessions from this network");
        } else if (sessions.incrementAndGet() > config.options().maxSessions() && !forgetOldest()) {
            sessions.decrementAndGet();
            refuse(offer, "max_sessions", "too many sessions");
        } else {
            hall.sessions().begin(hall, this, offer);
        }
    }

    private void refuse(Offer offer, String reason, String text) {
        hall.facilities().totals().refused(reason);
        offer.refuse(Cause.of(Kind.LIMIT, text));
    }

    private boolean withinRate(Offer offer) {
        if (rate.isEmpty()) {
            return true;
        }
        var source = offer.metadata().get(SOURCE);
        return !(source.isPresent() && source.get() instanceof Json.Text(var text))
                || rate.get().admits(InetAddress.ofLiteral(text), offer.loop().nanos());
    }

    /** {@return whether a session that is over made room} */
    private boolean forgetOldest() {
        Session oldest;
        synchronized (tracked) {
            Iterator<Session> all = tracked.iterator();
            if (!all.hasNext()) {
                return false;
            }
            oldest = all.next();
            all.remove();
        }
        hall.sessions().evict(oldest);
        return true;
    }

    @Override
    public ListenerConfig listener() {
        return config;
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Duration idle() {
        return idle;
    }

    @Override
    public void tracked(Session session) {
        synchronized (tracked) {
            tracked.add(session);
        }
    }

    @Override
    public void left(Session session) {
        sessions.decrementAndGet();
        synchronized (tracked) {
            tracked.remove(session);
        }
    }
}
