package io.l7mp.core.listener;

import io.l7mp.config.ListenerConfig;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.session.Hall;
import io.l7mp.core.session.Session;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
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
public final class Listener implements Acceptor {
    private static final Path SOURCE = Path.of("/IP/src_addr");

    /** Where nobody proves his address, as over UDP, many may be made up. */
    private static final int UNRELIABLE_SESSION_RATE = 1_000;

    private final Hall hall;
    private final Traits traits;

    /** Of its protocol, for listeners whose options do not say. */
    private final Duration usualIdle;
    private final AtomicInteger sessions = new AtomicInteger();

    /** Over, but still listed; the oldest first. Guarded by itself, for lines only. */
    private final Set<Session> tracked = new LinkedHashSet<>();

    private volatile Terms terms;

    private Listener(ListenerConfig config, Hall hall, Traits traits, Duration usualIdle) {
        this.hall = hall;
        this.traits = traits;
        this.usualIdle = usualIdle;
        terms = terms(config, rate(config));
    }

    private Terms terms(ListenerConfig config, Optional<SourceRate> rate) {
        return new Terms(config, traits, config.options().idle().orElse(usualIdle), rate, this);
    }

    private Optional<SourceRate> rate(ListenerConfig config) {
        int perSecond = config.options().sessionRate();
        if (perSecond < 0) {
            perSecond = traits.reliable() ? 0 : UNRELIABLE_SESSION_RATE;
        }
        return perSecond == 0 ? Optional.empty() : Optional.of(new SourceRate(perSecond));
    }

    /**
     * Looks whether a listener finds what its settings name; takes nothing.
     *
     * @throws ConfigException if not
     */
    public static void check(ListenerConfig config, FileRoots roots, Registry registry, Hall hall) {
        check(config, protocol(config, registry), environment(config, roots, registry, hall));
    }

    private static <S extends Record> void check(ListenerConfig config, InboundProtocol<S> protocol,
            ListenerEnvironment env) {
        protocol.check(protocol.listenerSpec().cast(config.settings()), env);
    }

    private static InboundProtocol<?> protocol(ListenerConfig config, Registry registry) {
        return registry.inbound(config.protocol())
                .orElseThrow(() -> new IllegalStateException("no protocol " + config.protocol()));
    }

    private static ListenerEnvironment environment(ListenerConfig config, FileRoots roots, Registry registry,
            Hall hall) {
        return new ListenerEnvironment(config.name(), hall.facilities(), hall.sessions(), registry, roots);
    }

    /**
     * Takes the listener's address; deaf until the binding is started. {@code done} is called on any thread.
     *
     * @return what the peers of that binding will be let in by
     */
    public static Listener bind(ListenerConfig config, FileRoots roots, Registry registry, Hall hall,
            Completion<Binding> done) {
        return bind(config, protocol(config, registry), environment(config, roots, registry, hall), hall,
                done);
    }

    private static <S extends Record> Listener bind(ListenerConfig config, InboundProtocol<S> protocol,
            ListenerEnvironment env, Hall hall, Completion<Binding> done) {
        var spec = protocol.listenerSpec().cast(config.settings());
        var listener = new Listener(config, hall, protocol.listenerTraits(spec), protocol.idleTimeout(spec));
        protocol.bind(spec, listener, env, done);
        return listener;
    }

    /** Lets new sessions in on other terms; the socket and the sessions that exist stay as they are. By one change at a time. */
    public void use(ListenerConfig changed) {
        var old = terms;
        boolean sameRate = old.listener().options().sessionRate() == changed.options().sessionRate();
        terms = terms(changed, sameRate ? old.rate() : rate(changed));
    }

    @Override
    public void offer(Offer offer) {
        var now = terms;
        hall.facilities().totals().listenerRequest(now.listener().name(), now.listener().protocol());
        if (!withinRate(now, offer)) {
            refuse(offer, "session_rate", "too many new sessions from this network");
        } else if (sessions.incrementAndGet() > now.listener().options().maxSessions() && !forgetOldest()) {
            sessions.decrementAndGet();
            refuse(offer, "max_sessions", "too many sessions");
        } else {
            hall.sessions().begin(hall, now, offer);
        }
    }

    private void refuse(Offer offer, String reason, String text) {
        hall.facilities().totals().refused(reason);
        offer.refuse(Cause.of(Kind.LIMIT, text));
    }

    private static boolean withinRate(Terms terms, Offer offer) {
        if (terms.rate().isEmpty()) {
            return true;
        }
        var source = offer.metadata().get(SOURCE);
        return !(source.isPresent() && source.get() instanceof Json.Text(var text))
                || terms.rate().get().admits(InetAddress.ofLiteral(text), offer.loop().nanos());
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

    /** A session is over, but stays listed for a while. On its loop. */
    void tracked(Session session) {
        synchronized (tracked) {
            tracked.add(session);
        }
    }

    /** A session is not listed any more. Any thread. */
    void left(Session session) {
        sessions.decrementAndGet();
        synchronized (tracked) {
            tracked.remove(session);
        }
    }
}
