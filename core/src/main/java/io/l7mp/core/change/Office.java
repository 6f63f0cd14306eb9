package io.l7mp.core.change;

import io.l7mp.config.AdminConfig;
import io.l7mp.config.Edit;
import io.l7mp.config.Problem;
import io.l7mp.config.ProtocolTypes;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in changes of the configuration and carries them out, one after another, each whole or not at all.
 *
 * <p>Any thread may hand one in; nobody waits. Decoding happens on threads that may block, callbacks run on whatever thread
 * the last step of a change happens on. Holds what
 * a snapshot cannot: the live bindings.
 */
public final class Office {
    private static final Logger LOG = LoggerFactory.getLogger(Office.class);

    private final Registry registry;
    private final Plumbing plumbing;
    private final Facilities facilities;
    private final Hall hall;

    /** By the serial of their listener; touched by the change under way only. */
    private final Map<Long, Door> doors = new HashMap<>();

    /** Follow {@code admin}; touched by the change under way only. */
    private final List<Consumer<AdminConfig>> followers = new ArrayList<>();

    /** Each begins a turn, which lets the next one begin. Guarded by itself, for lines only. */
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean underWay;
    private volatile UnaryOperator<AdminConfig> over = UnaryOperator.identity();

    public Office(Registry registry, Plumbing plumbing, Facilities facilities) {
        this.registry = registry;
        this.plumbing = plumbing;
        this.facilities = facilities;
        var first = new Snapshot(0, Tree.EMPTY, compile(Tree.EMPTY), Map.of());
        hall = new Hall(new Current(first), new Sessions(facilities), facilities);
    }

    /** {@return what all sessions share} */
    public Hall hall() {
        return hall;
    }

    /** {@return the configuration as it is now} */
    public Tree tree() {
        return hall.current().get().tree();
    }

    /** {@return the protocols there are} */
    public ProtocolTypes types() {
        return registry;
    }

    /**
     * Changes the configuration.
     *
     * @param work edits it; what it throws as {@code ConfigProblems} refuses the change
     * @param done hears of the result, once everything of it has taken effect: sockets opened and closed, sessions told
     */
    public void submit(Consumer<Edit> work, Consumer<Result> done) {
        enqueue(bug -> done.accept(new Result.Refused(List.of(bug))),
                turn -> new Transaction(this, turn, done).run(work));
    }

    /**
     * Tells what a change would do, if it came now. Nothing is bound, and nothing that was opened stays open.
     *
     * @param work as for the change itself
     * @param done hears of the plan, or why the change would be refused
     */
    public void plan(Consumer<Edit> work, Consumer<Planned> done) {
        enqueue(bug -> done.accept(new Planned.Refused(List.of(bug))),
                turn -> new Forecast(this, turn, done).run(work));
    }

    /**
     * Lets somebody follow the {@code admin} section: he hears of it as it is, and again after each change that makes it another,
     * before that change is over. One call at a time, on any thread.
     */
    public void onAdmin(Consumer<AdminConfig> follower) {
        enqueue(_ -> {}, turn -> {
            followers.add(follower);
            attempt(() -> follower.accept(tree().admin()));
            turn.end(() -> {});
        });
    }

    /**
     * Lays something over the {@code admin} section of every configuration that replaces all others from now on: what was said on
     * the command line counts for as long as the program runs. Any thread.
     */
    public void override(UnaryOperator<AdminConfig> commandLine) {
        over = commandLine;
    }

    /** {@return what counts of a configuration's own section} */
    public AdminConfig overridden(AdminConfig own) {
        return over.apply(own);
    }

    /** Another section holds now, or perhaps the same. */
    void tellAdmin(AdminConfig before, AdminConfig now) {
        if (!before.equals(now)) {
            followers.forEach(follower -> attempt(() -> follower.accept(now)));
        }
    }

    /** Closes every listener for good; sessions live on. */
    public void closeListeners(Runnable done) {
        enqueue(_ -> done.run(), turn -> {
            var all = doors.values().stream().map(Door::binding).toList();
            doors.clear();
            each(all, Binding::stopAccepting, () -> turn.end(done));
        });
    }

    private void enqueue(Consumer<Problem> broken, Consumer<Turn> work) {
        var turn = new Turn(this, () -> next(true), broken);
        synchronized (queue) {
            queue.add(() -> turn.run(() -> work.accept(turn)));
        }
        next(false);
    }

    /** Begins the next step, unless one is under way that is not over. */
    private void next(boolean over) {
        Runnable begin;
        synchronized (queue) {
            if (underWay && !over) {
                return;
            }
            begin = queue.poll();
            underWay = begin != null;
        }
        if (begin != null) {
            facilities.blocking().execute(begin);
        }
    }

    /** Begins something with each of all, and runs {@code done} when each has said once that it is done, or has thrown. */
    <T> void each(Collection<T> all, BiConsumer<T, Runnable> begin, Runnable done) {
        var left = new AtomicInteger(all.size() + 1);
        Runnable step = () -> {
            if (left.decrementAndGet() == 0) {
                attempt(done);
            }
        };
        for (var one : all) {
            var once = new AtomicBoolean();
            Runnable over = () -> {
                if (once.compareAndSet(false, true)) {
                    step.run();
                }
            };
            if (!attempt(() -> begin.accept(one, over))) {
                over.run();
            }
        }
        step.run();
    }

    /** {@return whether a step did not throw; it is a bug if it did, and what comes after it goes on} */
    boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException | Error bug) {
            bug(bug);
            return false;
        }
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

    Map<Long, Door> doors() {
        return doors;
    }

    /** {@return what to say of a bug: what is wrong with one change must not keep all others from being made} */
    Problem bug(Throwable bug) {
        facilities.totals().bug();
        LOG.atError().setCause(bug).log("a change met a bug");
        return new Problem("Internal Server Error: described in the log", "", "", "no bug");
    }
}
