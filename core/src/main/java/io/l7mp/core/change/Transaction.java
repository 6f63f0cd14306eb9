package io.l7mp.core.change;

import io.l7mp.config.ConfigProblems;
import io.l7mp.config.Edit;
import io.l7mp.config.ListenerConfig;
import io.l7mp.config.Problem;
import io.l7mp.config.Removed;
import io.l7mp.config.Tree;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.listener.Listener;
import io.l7mp.core.route.RouteTable;
import io.l7mp.core.session.Sessions;
import io.l7mp.core.snapshot.Snapshot;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.InboundProtocol;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change: edits a copy, opens clusters, binds listeners while they are still deaf, and only when all of that worked swaps the
 * snapshot, starts what is new and stops what is gone. Until the swap everything can be taken back.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final Office office;
    private final Consumer<Edit> work;
    private final Consumer<Result> done;
    private final Snapshot before;
    private final Edit edit;

    private Tree tree = Tree.EMPTY;
    private RouteTable routes;
    private final Map<String, Cluster> clusters = new HashMap<>();

    /** New listeners in the order of the configuration, those that lead to the API last. */
    private final List<ListenerConfig> added = new ArrayList<>();

    /** By the place in {@link #added}; completions may come on several threads. Guarded by the transaction. */
    private final Map<Integer, Binding> bound = new TreeMap<>();
    private final Map<Integer, Problem> problems = new TreeMap<>();

    Transaction(Office office, Consumer<Edit> work, Consumer<Result> done) {
        this.office = office;
        this.work = work;
        this.done = done;
        before = office.hall().current().get();
        edit = new Edit(before.tree(), office.registry());
        routes = before.routes();
    }

    void run() {
        try {
            prepare();
        } catch (ConfigProblems e) {
            refuse(e.problems());
            return;
        } catch (RuntimeException | Error bug) {
            refuse(List.of(bug(bug)));
            return;
        }
        edit.warnings()
                .forEach(warning -> LOG.atWarn().addKeyValue("setting", warning).log("unknown setting"));
        Office.countDown(added.size(), this::allBound, step -> {
            for (int i = 0; i < added.size(); i++) {
                bind(i, step);
            }
        });
    }

    private void refuse(List<Problem> why) {
        leaveClusters(clusters);
        done.accept(new Result.Refused(why));
    }

    private void prepare() {
        work.accept(edit);
        tree = edit.done();
        routes = office.compile(tree);
        openClusters();
        checkLosses();
        findAdded();
    }

    private void openClusters() {
        for (var config : tree.clusters().values()) {
            var old = before.clusters().get(config.name());
            var facilities = office.hall().facilities();
            if (old != null && old.keepsConnectorOf(config)) {
                clusters.put(config.name(), old.with(config, facilities));
                continue;
            }
            var protocol = office.registry().outbound(config.protocol())
                    .orElseThrow(() -> new IllegalStateException("no protocol " + config.protocol()));
            try {
                clusters.put(config.name(), Cluster.open(config, protocol,
                        office.plumbing().env(config.name(), tree.admin()), facilities));
            } catch (ConfigException e) {
                var at = e.under("clusters." + config.name() + ".spec");
                throw new ConfigProblems(
                        List.of(new Problem("Cannot add cluster: " + e.getMessage(), at.path(),
                                at.value(), at.expected())));
            }
        }
    }

    private void checkLosses() {
        var losses = new Losses(office.registry(), before.tree(), tree, clusters).warnings();
        if (tree.admin().lossless() && !losses.isEmpty()) {
            throw new ConfigProblems(losses.stream()
                    .map(loss -> new Problem("Cannot add route: " + loss, "routes", loss,
                            "a route that loses nothing"))
                    .toList());
        }
        losses.forEach(loss -> LOG.atWarn().addKeyValue("loss", loss).log("this way loses something"));
    }

    private static void leaveClusters(Map<String, Cluster> clusters) {
        clusters.values().forEach(Cluster::leave);
    }

    private void findAdded() {
        var leadingToApi = new ArrayList<ListenerConfig>();
        for (var listener : tree.listeners().values()) {
            var old = before.tree().listeners().get(listener.name());
            if (old == null || !old.id().equals(listener.id())) {
                (Reach.controls(tree, listener) ? leadingToApi : added).add(listener);
            }
        }
        added.addAll(leadingToApi);
    }

    private void bind(int i, Runnable step) {
        var config = added.get(i);
        try {
            Listener.bind(config, office.registry(), office.hall(), new Completion<>() {
                @Override
                public void done(Binding binding) {
                    put(bound, i, binding);
                    step.run();
                }

                @Override
                public void failed(Cause cause) {
                    put(problems, i, unbound(config, cause.content()));
                    step.run();
                }
            });
        } catch (ConfigException e) {
            var at = e.under("listeners." + config.name() + ".spec");
            put(problems, i, new Problem("Cannot add listener: " + e.getMessage(), at.path(), at.value(),
                    at.expected()));
            step.run();
        } catch (RuntimeException | Error bug) {
            put(problems, i, bug(bug));
            step.run();
        }
    }

    private Problem unbound(ListenerConfig config, String text) {
        return new Problem(config.protocol() + "Listener.run: \"" + config.name() + "\": " + text,
                "listeners." + config.name() + ".spec",
                office.hall().facilities().json().write(config.spec()),
                "an address that can be bound");
    }

    /** What is wrong with one change must not keep all others from being made. */
    private Problem bug(Throwable bug) {
        office.hall().facilities().totals().bug();
        LOG.atError().setCause(bug).log("a change met a bug");
        return new Problem("Internal Server Error: described in the log", "", "", "no bug");
    }

    private synchronized <T> void put(Map<Integer, T> map, int i, T value) {
        map.put(i, value);
    }

    /** A listener may take over the address of one that leaves in this change, but not that of one that stays. */
    private void findClashes() {
        var holders = new HashMap<SocketAddress, String>();
        for (var listener : tree.listeners().values()) {
            var binding = office.bindings().get(listener.id().serial());
            if (binding != null && !sharesAddress(listener)) {
                binding.addresses().forEach(address -> holders.put(address, listener.name()));
            }
        }
        bound.forEach((i, binding) -> {
            var listener = added.get(i);
            if (!sharesAddress(listener)) {
                binding.addresses().forEach(address -> claim(holders, address, i));
            }
        });
    }

    private void claim(Map<SocketAddress, String> holders, SocketAddress address, int i) {
        var holder = holders.putIfAbsent(address, added.get(i).name());
        if (holder != null) {
            problems.put(i, unbound(added.get(i), "listen EADDRINUSE: address already in use " + text(address)
                    + " by listener \"" + holder + "\""));
        }
    }

    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            var host = inet.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address.toString();
    }

    private boolean sharesAddress(ListenerConfig listener) {
        return office.registry().inbound(listener.protocol()).filter(InboundProtocol::sharesAddress)
                .isPresent();
    }

    private void allBound() {
        findClashes();
        if (problems.isEmpty()) {
            swap();
            return;
        }
        leaveClusters(clusters);
        Office.countDown(bound.size(), () -> done.accept(new Result.Refused(List.copyOf(problems.values()))),
                step -> bound.values().forEach(binding -> binding.close(step)));
    }

    /** From here on nothing can fail. */
    private void swap() {
        var next = new Snapshot(before.version() + 1, tree, routes, clusters);
        office.hall().current().set(next);
        leaveClusters(before.clusters());
        var gone = new ArrayList<Binding>();
        for (var old : before.tree().listeners().values()) {
            var now = tree.listeners().get(old.name());
            if (now == null || !now.id().equals(old.id())) {
                var binding = office.bindings().remove(old.id().serial());
                if (binding != null) {
                    gone.add(binding);
                }
            }
        }
        bound.forEach((i, binding) -> {
            office.bindings().put(added.get(i).id().serial(), binding);
            start(binding);
        });
        Office.countDown(gone.size(), this::tellSessions,
                step -> gone.forEach(binding -> binding.stopAccepting(step)));
    }

    private void start(Binding binding) {
        try {
            binding.start();
        } catch (RuntimeException bug) {
            bug(bug);
        }
    }

    private void tellSessions() {
        var sessions = office.hall().sessions();
        var removed = edit.removed().stream().filter(Removed::recursive).toList();
        Office.countDown(removed.size(), () -> done.accept(new Result.Applied(tree)),
                step -> removed.forEach(each -> tell(sessions, each, step)));
    }

    private static void tell(Sessions sessions, Removed removed, Runnable step) {
        switch (removed.kind()) {
            case LISTENER -> sessions.endOfListener(removed.id(), "Listener deleted from API", step);
            case CLUSTER ->
                sessions.endThrough(removed.id().name(), "Traversed Cluster deleted from API", step);
            case ENDPOINT -> sessions.disconnect(removed.cluster(), removed.id().name(), step);
            case RULE_LIST, RULE, ROUTE -> step.run();
        }
    }
}
