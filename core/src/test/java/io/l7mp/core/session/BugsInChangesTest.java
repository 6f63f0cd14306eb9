package io.l7mp.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.Edit;
import io.l7mp.config.ObjectKind;
import io.l7mp.core.change.Planned;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What throws while something is changed or looked at: it is counted, and nobody else feels it. */
class BugsInChangesTest {
    private static final String LISTENER = "{'name':'l','spec':{'protocol':'Brittle'},"
            + "'rules':[{'action':{'route':{'destination':'c','retry':{'timeout':900000}}}}]}";
    private static final String CLUSTER = "{'name':'c','spec':{'protocol':'Brittle'},'endpoints':[{'name':'e','spec':{'address':'x'}}]}";
    private static final String BUG = "Internal Server Error: described in the log";

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 2);
    private final Brittle brittle = new Brittle();
    private final OddProxy proxy = new OddProxy(world, brittle);

    private static Consumer<Edit> adding(ObjectKind kind, String text) {
        return edit -> edit.add(kind, SimProxy.json(text));
    }

    private Optional<Planned> plan(Consumer<Edit> work) {
        var planned = new ArrayList<Planned>();
        proxy.office.plan(work, planned::add);
        world.runUntil(() -> !planned.isEmpty(), Duration.ofMinutes(1));
        return planned.stream().findFirst();
    }

    private void changesAgain() {
        brittle.breaks = "";
        proxy.add(ObjectKind.LISTENER, LISTENER.replace("'l'", "'next'"));
        assertThat(proxy.office.tree().listeners()).containsKey("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "bind", "bound", "late", "addresses", "start"})
    void aListenerThatThrowsIsNotHalfThere(String place) {
        brittle.breaks = place;

        var problems = proxy.tryChange(adding(ObjectKind.LISTENER, LISTENER));
        world.settle();

        assertThat(problems).extracting(problem -> problem.content()).containsExactly(BUG);
        assertThat(proxy.totals.bugs()).isEqualTo(1);
        assertThat(proxy.office.tree().listeners()).isEmpty();
        assertThat(proxy.office.hall().current().get().tree().listeners()).isEmpty();
        assertThat(brittle.held).isEmpty();
        changesAgain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "stopped", "close"})
    void aChangeThatHoldsGoesOnWithoutWhatThrows(String place) {
        proxy.add(ObjectKind.CLUSTER, CLUSTER);
        proxy.add(ObjectKind.LISTENER, LISTENER);
        brittle.breaks = place;

        var problems = proxy.tryChange(edit -> edit.delete(ObjectKind.LISTENER, "l", true)
                .delete(ObjectKind.CLUSTER, "c", true));

        assertThat(problems).isEmpty();
        assertThat(proxy.totals.bugs()).isEqualTo(1);
        assertThat(proxy.office.tree().listeners()).isEmpty();
        assertThat(brittle.held).isEmpty();
        changesAgain();
    }

    @Test
    void whoThrowsAtAResultKeepsNobodyWaiting() {
        proxy.office.submit(adding(ObjectKind.CLUSTER, CLUSTER), _ -> {
            throw new IllegalStateException("planted");
        });
        proxy.office.submit(edit -> {
            throw new LinkageError("planted");
        }, _ -> {
            throw new IllegalStateException("planted");
        });
        proxy.office.plan(adding(ObjectKind.CLUSTER, CLUSTER.replace("'c'", "'d'")), _ -> {
            throw new IllegalStateException("planted");
        });
        proxy.office.closeListeners(() -> {
            throw new IllegalStateException("planted");
        });
        proxy.office.onAdmin(_ -> {
            throw new LinkageError("planted");
        });
        world.settle();

        assertThat(proxy.totals.bugs()).isEqualTo(6);
        assertThat(proxy.office.tree().clusters()).containsOnlyKeys("c");
        changesAgain();
    }

    @Test
    void aPlanIsToldThoughLettingGoOfItThrows() {
        proxy.add(ObjectKind.CLUSTER, CLUSTER);
        proxy.add(ObjectKind.LISTENER, LISTENER);
        brittle.breaks = "close";

        var planned = plan(
                adding(ObjectKind.CLUSTER, CLUSTER.replace("'c'", "'d'").replace("'e'", "'f'")));

        assertThat(planned).containsInstanceOf(Planned.Foretold.class);

        assertThat(proxy.totals.bugs()).isEqualTo(1);
        changesAgain();
    }

    @Test
    void aPlanSaysWhatWouldKeepAListenerFromBeingBound() {
        brittle.breaks = "files";

        var planned = plan(adding(ObjectKind.LISTENER, LISTENER));
        var problems = proxy.tryChange(adding(ObjectKind.LISTENER, LISTENER));

        assertThat(planned).contains(new Planned.Refused(problems));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.content()).isEqualTo("Cannot add listener: file: gone (expected: a file)");
            assertThat(problem.path()).isEqualTo("listeners.l.spec.file");
        });
        changesAgain();
        brittle.breaks = "files";
        assertThat(plan(edit -> edit.delete(ObjectKind.LISTENER, "next", false)))
                .as("nobody looks at the files of listeners that are bound already")
                .containsInstanceOf(Planned.Foretold.class);
    }

    @Test
    void whoLooksAtASessionDoesNotEndIt() {
        proxy.add(ObjectKind.CLUSTER, CLUSTER);
        proxy.add(ObjectKind.LISTENER, LISTENER);
        var odd = offer("odd");
        var sound = offer("sound");
        odd.broken = true;

        var sessions = proxy.office.hall().sessions();
        var listed = new ArrayList<List<Json.Obj>>();
        sessions.dump(listed::add);
        var shown = new ArrayList<Optional<Json.Obj>>();
        sessions.dump("odd", shown::add);
        sessions.dump("sound", shown::add);
        world.settle();

        assertThat(listed).singleElement().satisfies(all -> assertThat(all)
                .extracting(session -> SimProxy.text(session, "name")).containsExactly("sound"));
        assertThat(shown).hasSize(2).contains(Optional.empty());
        assertThat(proxy.totals.bugs()).isEqualTo(2);
        brittle.breaks = "look";
        assertThat(plan(edit -> edit.delete(ObjectKind.CLUSTER, "c", true))).containsInstanceOf(
                Planned.Foretold.class);
        assertThat(proxy.totals.bugs()).isEqualTo(4);
        assertThat(odd.refusals).isEmpty();
        assertThat(sound.refusals).isEmpty();
        assertThat(sessions.alive()).isEqualTo(2);
        changesAgain();
    }

    @Test
    void theWholeOfALookIsMadeOffTheLoops() {
        proxy.add(ObjectKind.CLUSTER, CLUSTER);
        proxy.add(ObjectKind.LISTENER, LISTENER);
        offer("one");
        offer("two");
        var onLoop = new ArrayList<Boolean>();
        Runnable note = () -> onLoop.add(world.loops().stream().anyMatch(Loop::inLoop));

        proxy.office.hall().sessions().dump(_ -> note.run());
        proxy.office.plan(edit -> edit.delete(ObjectKind.CLUSTER, "c", true), _ -> note.run());
        proxy.office.submit(edit -> edit.delete(ObjectKind.CLUSTER, "c", true), _ -> note.run());
        world.settle();

        assertThat(onLoop).containsExactly(false, false, false);
    }

    private Peer offer(String name) {
        var loop = world.loops().get(name.length() % 2);
        var peer = new Peer(loop, name);
        world.on(loop, () -> brittle.acceptor.offer(peer));
        world.settle();
        return peer;
    }

    /** A peer whose facts may not be told. */
    private static final class Peer implements Offer {
        final List<Cause> refusals = new ArrayList<>();
        boolean broken;
        private final Loop loop;
        private final String name;

        Peer(Loop loop, String name) {
            this.loop = loop;
            this.name = name;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Metadata metadata() {
            return Metadata.of(() -> {
                if (broken) {
                    throw new IllegalStateException("planted: facts");
                }
                return Json.EMPTY;
            });
        }

        @Override
        public Stream open(Metadata upstream) {
            throw new IllegalStateException("nothing ever connects");
        }

        @Override
        public void refuse(Cause cause) {
            refusals.add(cause);
        }

        @Override
        public void onGone(Runnable peerLeft) {
            // Stays.
        }
    }
}
