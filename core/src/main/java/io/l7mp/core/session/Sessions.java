package io.l7mp.core.session;

import io.l7mp.core.metric.Living;
import io.l7mp.core.registry.Facilities;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions by name: those that run, and those that are still listed after their end.
 *
 * <p>Any thread may call; a session itself is only touched on its loop, in tasks of at most 256 sessions, so that a look at 100,000
 * of them holds up no payload.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final int MOST_IN_A_TASK = 256;

    private final Facilities facilities;
    private final Map<String, Listed> byName = new ConcurrentHashMap<>();
    private final Map<Loop, AtomicInteger> perLoop = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();

    public Sessions(Facilities facilities) {
        this.facilities = facilities;
    }

    /** A session, its place in listings, and where it is counted while it lives. */
    private record Listed(Session session, long order, Living living) {}

    /** What was seen of a session, and its place in listings. */
    private record Seen<T>(long order, T sight) {}

    /** Begins a session for a peer. On the offer's loop. */
    public void begin(Hall hall, Admission admission, Offer offer) {
        var wanted = offer.name();
        var name = wanted;
        var listener = admission.listener();
        var living = hall.facilities().totals().sessionBegan(listener.name(), listener.protocol());
        Session session;
        for (int n = 1;; n++) {
            session = new Session(hall, admission, offer, name);
            if (byName.putIfAbsent(name, new Listed(session, order.getAndIncrement(), living)) == null) {
                break;
            }
            name = wanted + "_" + n;
        }
        counter(offer.loop()).incrementAndGet();
        session.begin();
    }

    /** A session's last stream is gone: it stays listed as long as its listener says. On its loop. */
    void ended(Session session) {
        counter(session.loop()).decrementAndGet();
        var listed = listed(session);
        if (listed != null) {
            listed.living().ended();
        }
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
        var listed = listed(session);
        if (listed != null && byName.remove(session.name(), listed)) {
            session.admission().left(session);
        }
    }

    private @Nullable Listed listed(Session session) {
        var listed = byName.get(session.name());
        return listed != null && listed.session() == session ? listed : null;
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

    /** Dumps all sessions in the order in which they began. {@code done} is called where one may block. */
    public void dump(Consumer<List<Json.Obj>> done) {
        survey(session -> Optional.of(new SessionDump(session).json()), done);
    }

    /** Looks at all sessions, and hands over what was seen in the order in which they began. */
    private <T> void survey(Function<Session, Optional<T>> look, Consumer<List<T>> done) {
        var seen = Collections.synchronizedList(new ArrayList<Seen<T>>());
        visit(listed -> look.apply(listed.session())
                .ifPresent(sight -> seen.add(new Seen<>(listed.order(), sight))),
                () -> done.accept(seen.stream().sorted(Comparator.comparingLong(Seen::order))
                        .map(Seen::sight).toList()));
    }

    /** Dumps one session, if it is listed and can be. */
    public void dump(String name, Consumer<Optional<Json.Obj>> done) {
        var listed = byName.get(name);
        if (listed == null) {
            done.accept(Optional.empty());
        } else {
            listed.session().loop().execute(() -> {
                var json = new ArrayList<Json.Obj>();
                look(listed, seen -> json.add(new SessionDump(seen.session()).json()));
                done.accept(json.stream().findFirst());
            });
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

    /**
     * Says what a change would do to sessions, in the order in which they began; does nothing. {@code done} is called where one may
     * block.
     */
    public void foretell(Impact impact, Consumer<List<Touched>> done) {
        survey(session -> impact.of(session).told(session), done);
    }

    /** Says what ending one session would do; nothing if it is over already, empty if it is not listed. */
    public void foretellEnd(String name, String reason, Consumer<Optional<List<Touched>>> done) {
        var listed = byName.get(name);
        if (listed == null) {
            done.accept(Optional.empty());
        } else {
            var end = new Touched(name, Touched.Effect.END, reason);
            listed.session().loop().execute(() -> done.accept(
                    Optional.of(listed.session().outcome().isPresent() ? List.of() : List.of(end))));
        }
    }

    /** Does to sessions what a change, which holds already, does to them. */
    public void strike(Impact impact, Runnable done) {
        if (impact.strikes()) {
            visit(listed -> {
                var fate = impact.of(listed.session());
                listed.session().guarded(() -> fate.strike(listed.session()));
            }, done);
        } else {
            done.run();
        }
    }

    /** Ends all sessions. */
    public void endAll(String reason, Runnable done) {
        visit(listed -> listed.session().guarded(() -> listed.session().endOnRequest(reason)), done);
    }

    /** Sees each session on its loop, then goes on where one may block: loops have no time for the whole of it. */
    private void visit(Consumer<Listed> look, Runnable done) {
        Map<Loop, List<Listed>> work = new LinkedHashMap<>();
        byName.values().forEach(listed -> work
                .computeIfAbsent(listed.session().loop(), _ -> new ArrayList<>()).add(listed));
        var left = new AtomicInteger(work.size() + 1);
        Runnable seen = () -> {
            if (left.decrementAndGet() == 0) {
                facilities.blocking().execute(done);
            }
        };
        work.forEach((loop, all) -> loop.execute(() -> step(loop, all, 0, look, seen)));
        seen.run();
    }

    private void step(Loop loop, List<Listed> all, int from, Consumer<Listed> look, Runnable done) {
        int to = Math.min(all.size(), from + MOST_IN_A_TASK);
        for (int i = from; i < to; i++) {
            look(all.get(i), look);
        }
        if (to < all.size()) {
            loop.execute(() -> step(loop, all, to, look, done));
        } else {
            done.run();
        }
    }

    /** Who looks may stumble; that is no reason to end the session, nor to see no others. */
    private void look(Listed listed, Consumer<Listed> look) {
        try {
            look.accept(listed);
        } catch (RuntimeException | Error bug) {
            facilities.totals().bug();
            LOG.atError().addKeyValue("session", listed.session().name()).setCause(bug)
                    .log("looking at a session met a bug");
        }
    }
}
