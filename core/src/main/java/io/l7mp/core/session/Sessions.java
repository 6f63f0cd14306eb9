package io.l7mp.core.session;

import io.l7mp.config.Identity;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All sessions by name: those that run, and those that are still listed after their end.
 *
 * <p>Any thread may call; a session itself is only touched on its loop, in tasks of at most 256 sessions, so that a look at 100,000
 * of them holds up no payload.
 */
public final class Sessions {
    private static final int MOST_IN_A_TASK = 256;

    private final Map<String, Listed> byName = new ConcurrentHashMap<>();
    private final Map<Loop, AtomicInteger> perLoop = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();

    /** A session and its place in listings. */
    private record Listed(Session session, long order) {}

    /** Begins a session for a peer. On the offer's loop. */
    public void begin(Hall hall, Admission admission, Offer offer) {
        var wanted = offer.name();
        var name = wanted;
        Session session;
        for (int n = 1;; n++) {
            session = new Session(hall, admission, offer, name);
            if (byName.putIfAbsent(name, new Listed(session, order.getAndIncrement())) == null) {
                break;
            }
            name = wanted + "_" + n;
        }
        counter(offer.loop()).incrementAndGet();
        hall.facilities().totals().session();
        session.begin();
    }

    /** A session's last stream is gone: it stays listed as long as its listener says. On its loop. */
    void ended(Session session) {
        counter(session.loop()).decrementAndGet();
        int seconds = session.admission().listener().options().track();
        if (seconds > 0) {
            session.admission().tracked(session);
            session.listFor(Duration.ofSeconds(seconds), () -> forget(session));
        } else {
            forget(session);
        }
    }

    /** Lists a session that is over no more, before its time: neither does its timer hold it. Any thread. */
    public void evict(Session session) {
        forget(session);
        session.loop().execute(session::unlisted);
    }

    private void forget(Session session) {
        var listed = byName.get(session.name());
        if (listed != null && listed.session() == session && byName.remove(session.name(), listed)) {
            session.admission().left(session);
        }
    }

    private AtomicInteger counter(Loop loop) {
        return perLoop.computeIfAbsent(loop, _ -> new AtomicInteger());
    }

    /** {@return how many sessions live on that loop} */
    public int on(Loop loop) {
        return counter(loop).get();
    }

    /** {@return how many are listed} */
    public int size() {
        return byName.size();
    }

    /** {@return how many are not over yet} */
    public int alive() {
        return perLoop.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Dumps all sessions in the order in which they began. */
    public void dump(Consumer<List<Json.Obj>> done) {
        record Entry(long order, Json.Obj json) {}
        var entries = Collections.synchronizedList(new ArrayList<Entry>());
        visit(_ -> true,
                listed -> entries.add(new Entry(listed.order(), new SessionDump(listed.session()).json())),
                () -> done.accept(entries.stream().sorted(Comparator.comparingLong(Entry::order))
                        .map(Entry::json)
                        .toList()));
    }

    /** Dumps one session, if it is listed. */
    public void dump(String name, Consumer<Optional<Json.Obj>> done) {
        var listed = byName.get(name);
        if (listed == null) {
            done.accept(Optional.empty());
        } else {
            listed.session().loop().execute(
                    () -> done.accept(Optional.of(new SessionDump(listed.session()).json())));
        }
    }

    /** {@return whether that session is listed; it is ended then} */
    public boolean end(String name, String reason) {
        var listed = byName.get(name);
        if (listed == null) {
            return false;
        }
        listed.session().loop().execute(() -> listed.session().endOnRequest(reason));
        return true;
    }

    /** Ends the sessions of a listener. */
    public void endOfListener(Identity listener, String reason, Runnable done) {
        visit(session -> session.admission().listener().id().equals(listener),
                listed -> listed.session().endOnDelete(reason), done);
    }

    /** Ends the sessions that have a cluster as destination or in a chain. */
    public void endThrough(String cluster, String reason, Runnable done) {
        visit(_ -> true, listed -> {
            if (listed.session().pipeline().uses(cluster)) {
                listed.session().endOnDelete(reason);
            }
        }, done);
    }

    /** Disconnects the stages that use an endpoint. */
    public void disconnect(String cluster, String endpoint, Runnable done) {
        visit(_ -> true, listed -> listed.session().disconnect(cluster, endpoint), done);
    }

    /** Ends all sessions. */
    public void endAll(String reason, Runnable done) {
        visit(_ -> true, listed -> listed.session().endOnRequest(reason), done);
    }

    private void visit(Predicate<Session> which, Consumer<Listed> look, Runnable done) {
        Map<Loop, List<Listed>> work = new LinkedHashMap<>();
        byName.values().forEach(listed -> {
            if (which.test(listed.session())) {
                work.computeIfAbsent(listed.session().loop(), _ -> new ArrayList<>()).add(listed);
            }
        });
        var left = new AtomicInteger(work.size());
        if (work.isEmpty()) {
            done.run();
        }
        work.forEach((loop, all) -> loop.execute(() -> step(loop, all, 0, look, () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        })));
    }

    private static void step(Loop loop, List<Listed> all, int from, Consumer<Listed> look, Runnable done) {
        int to = Math.min(all.size(), from + MOST_IN_A_TASK);
        for (int i = from; i < to; i++) {
            var listed = all.get(i);
            listed.session().guarded(() -> look.accept(listed));
        }
        if (to < all.size()) {
            loop.execute(() -> step(loop, all, to, look, done));
        } else {
            done.run();
        }
    }
}
