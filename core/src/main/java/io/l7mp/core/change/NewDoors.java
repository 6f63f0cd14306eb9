package io.l7mp.core.change;

import io.l7mp.config.ListenerConfig;
import io.l7mp.config.Problem;
import io.l7mp.config.Tree;
import io.l7mp.core.listener.Listener;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners that a change adds, while they are bound but still deaf. Completions may come on several threads, and what they
 * bring is guarded by this object; when all have come, the change has it alone.
 */
final class NewDoors {
    private static final Logger LOG = LoggerFactory.getLogger(NewDoors.class);

    private final Office office;
    private final Tree tree;
    private final List<ListenerConfig> configs;

    /** By the place in {@link #configs}. */
    private final Map<Integer, Listener> listeners = new HashMap<>();
    private final Map<Integer, Binding> bound = new TreeMap<>();
    private final Map<Integer, Problem> problems = new TreeMap<>();

    /**
     * Takes what is to be bound.
     *
     * @param tree the configuration as it will be
     * @param configs those of its listeners that are new, in the order in which they start
     */
    NewDoors(Office office, Tree tree, List<ListenerConfig> configs) {
        this.office = office;
        this.tree = tree;
        this.configs = configs;
    }

    /** Binds them all; {@code done} runs when each is bound or has failed. */
    void bind(Runnable done) {
        var places = IntStream.range(0, configs.size()).boxed().toList();
        office.each(places, this::bind, () -> {
            refuseClashes();
            done.run();
        });
    }

    private void bind(int i, Runnable step) {
        var config = configs.get(i);
        var hears = new Bound(i, step);
        try {
            var roots = new FileRoots(tree.admin().fileRoots());
            put(listeners, i, Listener.bind(config, roots, office.registry(), office.hall(), hears));
        } catch (ConfigException e) {
            hears.refused(unusable(config, e));
        } catch (RuntimeException | Error bug) {
            hears.refused(office.bug(bug));
        }
    }

    /** {@return what is wrong with the settings of a listener} */
    static Problem unusable(ListenerConfig config, ConfigException wrong) {
        var at = wrong.under("listeners." + config.name() + ".spec");
        return new Problem("Cannot add listener: " + wrong.getMessage(), at.path(), at.value(),
                at.expected());
    }

    /** Hears what became of one of them. What is bound after all, though it was given up, is let go at once. */
    private final class Bound implements Completion<Binding> {
        private final int place;
        private final Runnable step;
        private final AtomicBoolean heard = new AtomicBoolean();

        Bound(int place, Runnable step) {
            this.place = place;
            this.step = step;
        }

        @Override
        public void done(Binding binding) {
            if (heard.compareAndSet(false, true)) {
                put(bound, place, binding);
                step.run();
            } else {
                office.attempt(() -> binding.close(() -> {}));
            }
        }

        @Override
        public void failed(Cause cause) {
            refused(cause.kind() == Kind.BUG
                    ? office.bug(new IllegalStateException(cause.content()))
                    : unbound(configs.get(place), cause.content()));
        }

        private void refused(Problem problem) {
            heard.set(true);
            put(problems, place, problem);
            step.run();
        }
    }

    private synchronized <T> void put(Map<Integer, T> map, int i, T value) {
        map.put(i, value);
    }

    private Problem unbound(ListenerConfig config, String text) {
        var step = text.startsWith("Could not connect to ")
                ? "Listener.runSingleton: \"" + config.name() + "\"/singleton: "
                : "Listener.run: \"" + config.name() + "\": ";
        return new Problem(config.protocol() + step + text,
                "listeners." + config.name() + ".spec",
                office.hall().facilities().json().write(config.spec()),
                "an address that can be bound");
    }

    private synchronized void refuseClashes() {
        try {
            var claims = new Claims(office, tree);
            bound.forEach((i, binding) -> claims.clash(configs.get(i), binding)
                    .ifPresent(clash -> problems.put(i, unbound(configs.get(i), clash))));
        } catch (RuntimeException | Error bug) {
            problems.put(configs.size(), office.bug(bug));
        }
    }

    /** {@return what is wrong, in the order in which they would have started} */
    synchronized List<Problem> problems() {
        return List.copyOf(problems.values());
    }

    /** Closes what was bound; {@code done} runs when all addresses are free. */
    void close(Runnable done) {
        office.each(List.copyOf(bound.values()), Binding::close, done);
    }

    /**
     * Opens them to peers, one after the other, and puts them to the doors that there are. Nothing was wrong with any.
     *
     * @return why one could not be opened; none of them is among the doors then, and all are to be closed
     */
    List<Problem> start(Map<Long, Door> doors) {
        var started = new HashMap<Long, Door>();
        try {
            bound.forEach((i, binding) -> {
                started.put(configs.get(i).id().serial(), new Door(listener(i), binding));
                binding.start();
            });
        } catch (RuntimeException | Error bug) {
            return List.of(office.bug(bug));
        }
        doors.putAll(started);
        bound.forEach((i, binding) -> office.attempt(() -> say(configs.get(i), binding)));
        return List.of();
    }

    /** Says where it listens, which nobody else does where the system chose the port. */
    private static void say(ListenerConfig config, Binding binding) {
        LOG.atInfo().addKeyValue("listener", config.name())
                .addKeyValue("address",
                        binding.addresses().stream().map(Claims::text).collect(Collectors.joining(",")))
                .log("listening");
    }

    private Listener listener(int i) {
        var listener = listeners.get(i);
        if (listener == null) {
            throw new IllegalStateException("bound, but there is no listener");
        }
        return listener;
    }
}
