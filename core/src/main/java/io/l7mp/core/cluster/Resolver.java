package io.l7mp.core.cluster;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Host names to addresses, without a loop ever waiting. The system's own look-up blocks for as long as a name server is silent, so
 * each runs in a task of its own; few at a time, since hundreds that hang would stop the machinery that carries them.
 *
 * <p>Any loop may ask; one look-up serves all who ask for the same name meanwhile. The lock is held for lines, never while anybody
 * is called.
 */
public final class Resolver {
    /** Look-ups that may run at once. */
    static final int MOST_AT_ONCE = 64;

    /** Callers that may wait at once. */
    static final int MOST_WAITING = 4096;

    private final Executor blocking;
    private final Lookup lookup;
    private final Object lock = new Object();
    // All three under the lock.
    private final Map<String, Flight> flights = new HashMap<>();
    private final Queue<Flight> queued = new ArrayDeque<>();
    private int running;
    private int waiting;

    /**
     * Makes a resolver.
     *
     * @param blocking runs look-ups
     * @param lookup the system's, {@code InetAddress::getAllByName}
     */
    public Resolver(Executor blocking, Lookup lookup) {
        this.blocking = blocking;
        this.lookup = lookup;
    }

    /** A look-up that may block. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * Looks a name up.
         *
         * @param host no literal address
         * @return its addresses, at least one
         * @throws UnknownHostException if there is no such name
         */
        InetAddress[] byName(String host) throws UnknownHostException;
    }

    /** One look-up and who waits for it. All fields under the resolver's lock. */
    private static final class Flight {
        private final String host;
        private final Set<ResolverWait> waits = new LinkedHashSet<>();
        private boolean started;

        Flight(String host) {
            this.host = host;
        }
    }

    /**
     * Resolves; see {@link io.l7mp.spi.ClusterEnv#resolve}. On the given loop.
     *
     * @param host name or literal address, an IPv6 one with or without brackets
     * @param loop where the result is wanted
     * @param limit how long it may take
     * @param done hears of the result, before this returns if the host is a literal or too many wait already
     * @return the look-up, to be cancelled
     */
    public Attempt resolve(String host, Loop loop, Duration limit, Completion<List<InetAddress>> done) {
        if (ResolverLiteral.looksLike(host)) {
            ResolverLiteral.parse(host).ifPresentOrElse(address -> done.done(List.of(address)),
                    () -> done.failed(unknown(host)));
            return Attempt.OVER;
        }
        var wait = new ResolverWait(host, loop, done, this::leave);
        if (!join(wait)) {
            done.failed(Cause.of(Kind.LIMIT, "getaddrinfo EAGAIN " + host));
            return Attempt.OVER;
        }
        wait.limitTo(limit);
        startNext();
        return wait;
    }

    private static Cause unknown(String host) {
        return Cause.of(Kind.REFUSED, "getaddrinfo ENOTFOUND " + host);
    }

    private boolean join(ResolverWait wait) {
        synchronized (lock) {
            if (waiting >= MOST_WAITING) {
                return false;
            }
            waiting++;
            var flight = flights.get(wait.host());
            if (flight == null) {
                flight = new Flight(wait.host());
                flights.put(flight.host, flight);
                queued.add(flight);
            }
            flight.waits.add(wait);
            return true;
        }
    }

    /** Called by a wait that nobody is interested in any more. A look-up that runs already goes on; one that does not is dropped. */
    private void leave(ResolverWait wait) {
        synchronized (lock) {
            var flight = flights.get(wait.host());
            if (flight == null || !flight.waits.remove(wait)) {
                return;
            }
            waiting--;
            if (flight.waits.isEmpty() && !flight.started) {
                flights.remove(flight.host);
                queued.remove(flight);
            }
        }
    }

    private void startNext() {
        for (var next = takeNext(); next.isPresent(); next = takeNext()) {
            var flight = next.get();
            try {
                blocking.execute(() -> fly(flight));
                return;
            } catch (RejectedExecutionException _) { // the program is going down
                land(flight, Optional.empty(),
                        Cause.of(Kind.SHUTDOWN, "getaddrinfo ECANCELED " + flight.host));
            }
        }
    }

    private Optional<Flight> takeNext() {
        synchronized (lock) {
            if (running == MOST_AT_ONCE || queued.isEmpty()) {
                return Optional.empty();
            }
            running++;
            var flight = queued.remove();
            flight.started = true;
            return Optional.of(flight);
        }
    }

    private void fly(Flight flight) {
        var found = Optional.<List<InetAddress>>empty();
        var cause = Cause.of(Kind.BUG, "getaddrinfo " + flight.host);
        try {
            var addresses = List.of(lookup.byName(flight.host));
            found = Optional.of(addresses).filter(list -> !list.isEmpty());
            cause = unknown(flight.host);
        } catch (UnknownHostException _) { // an answer like any other
            cause = unknown(flight.host);
        } finally { // whatever it throws, nobody is left waiting
            land(flight, found, cause);
            startNext();
        }
    }

    private void land(Flight flight, Optional<List<InetAddress>> found, Cause otherwise) {
        List<ResolverWait> waits;
        synchronized (lock) {
            running--;
            flights.remove(flight.host);
            waits = List.copyOf(flight.waits);
            flight.waits.clear();
            waiting -= waits.size();
        }
        for (var wait : waits) {
            wait.deliver(found, otherwise);
        }
    }
}
