package io.l7mp.core.change;

import io.l7mp.config.Edit;
import io.l7mp.config.Tree;
import io.l7mp.core.cluster.Plumbing;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.route.RouteTable;
import io.l7mp.core.session.Hall;
import io.l7mp.core.session.Sessions;
import io.l7mp.core.snapshot.Current;
import io.l7mp.core.snapshot.Snapshot;
import io.l7mp.spi.Binding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Takes in changes of the configuration and carries them out, one after another, each whole or not at all.
 *
 * <p>Any thread may hand one in; nobody waits. Decoding happens on threads that may block, callbacks run on whatever thread
 * the last step of a change happens on. Holds what
 * a snapshot cannot: the live bindings.
 */
public final class Office {
    private final Registry registry;
    private final Plumbing plumbing;
    private final Facilities facilities;
    private final Hall hall;

    /** By the serial of their listener; touched by the change under way only. */
    private final Map<Long, Binding> bindings = new HashMap<>();

    /** Each works and then runs what it is given. Guarded by itself, for lines only. */
    private final Deque<Consumer<Runnable>> queue = new ArrayDeque<>();
    private boolean underWay;

    public Office(Registry registry, Plumbing plumbing, Facilities facilities) {
        this.registry = registry;
        this.plumbing = plumbing;
        this.facilities = facilities;
        var first = new Snapshot(0, Tree.EMPTY, compile(Tree.EMPTY), Map.of());
        hall = new Hall(new Current(first), new Sessions(), facilities);
    }

    /** {@return what all sessions share} */
    public Hall hall() {
        return hall;
    }

    /** {@return the configuration as it is now} */
    public Tree tree() {
        return hall.current().get().tree();
    }

    /**
     * Changes the configuration.
     *
     * @param work edits it; what it throws as {@code ConfigProblems} refuses the change
     * @param done hears of the result, once everything of it has taken effect: sockets opened and closed, sessions told
     */
    public void submit(Consumer<Edit> work, Consumer<Result> done) {
        enqueue(over -> new Transaction(this, work, result -> {
            over.run();
            done.accept(result);
        }).run());
    }

    /** Closes every listener for good; sessions live on. */
    public void closeListeners(Runnable done) {
        enqueue(over -> stopAll(() -> {
            over.run();
            done.run();
        }));
    }

    private void enqueue(Consumer<Runnable> step) {
        synchronized (queue) {
            queue.add(step);
        }
        next(false);
    }

    /** Begins the next step, unless one is under way that is not over. */
    private void next(boolean over) {
        Consumer<Runnable> begin;
        synchronized (queue) {
            if (underWay && !over) {
                return;
            }
            begin = queue.poll();
            underWay = begin != null;
        }
        if (begin != null) {
            facilities.blocking().execute(() -> begin.accept(() -> next(true)));
        }
    }

    private void stopAll(Runnable done) {
        var all = List.copyOf(bindings.values());
        bindings.clear();
        countDown(all.size(), done, step -> all.forEach(binding -> binding.stopAccepting(step)));
    }

    /** Runs {@code done} after as many steps; at once if there are none. */
    static void countDown(int steps, Runnable done, Consumer<Runnable> begin) {
        var left = new AtomicInteger(steps + 1);
        Runnable step = () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        };
        begin.accept(step);
        step.run();
    }

    /** {@return rules and routes of a configuration, compiled} */
    RouteTable compile(Tree tree) {
        return RouteTable.compile(tree, () -> facilities.totals().refused("expensive_match"));
    }

    Registry registry() {
        return registry;
    }

    Plumbing plumbing() {
        return plumbing;
    }

    Map<Long, Binding> bindings() {
        return bindings;
    }
}
