package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes changes while all clients talk, and checks of each: that asking for its plan changed nothing; that the plan told which
 * objects start, stop and change and what becomes of which session; that nothing else happened to anybody.
 */
final class Audit {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SESSION = "sessions/";

    /** Numbers that each client exchanges meanwhile. */
    private static final int WHILE_ASKED = 2;
    private static final int WHILE_MADE = 4;

    private final Proxy proxy;
    private final Talkers talkers;
    private final Bonds bonds = new Bonds();
    private View view;
    private int made;
    private int refused;
    private int ended;
    private int reconnected;

    Audit(Proxy proxy, Talkers talkers) {
        this.proxy = proxy;
        this.talkers = talkers;
        this.view = View.of(proxy);
    }

    View view() {
        return view;
    }

    int changes() {
        return made + refused;
    }

    int ended() {
        return ended;
    }

    int reconnected() {
        return reconnected;
    }

    /** Lets everybody say something, and looks who is there: whoever has called has a session, and whoever hung up is gone. */
    void hearAll() throws InterruptedException {
        talkers.talk(1, Set.of());
        talkers.await();
        await().atMost(LIMIT).untilAsserted(() -> {
            view = View.of(proxy);
            assertThat(view.sessions().values()).allMatch(View.Past::isSettled);
        });
        bonds.learn(view);
    }

    /** {@return those clients whose sessions it ended} */
    Set<Talker> make(Change change) throws InterruptedException {
        long descriptors = View.descriptors(proxy.pid());
        talkers.talk(WHILE_ASKED, Set.of());
        var told = send(change, change.dryPath());
        assertUntouched();
        talkers.await();
        if (change.fate() == Change.Fate.REFUSED) {
            assertThat(told.statusCode()).as(told.body()).isBetween(400, 499);
        } else {
            assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        }
        if (change.fate() == Change.Fate.MADE) {
            return made(change, Forecast.of(told.body()));
        }
        refused(change, told.body(), descriptors);
        return Set.of();
    }

    private void refused(Change change, String told, long descriptors) throws InterruptedException {
        talkers.talk(WHILE_MADE, Set.of());
        var answer = send(change, change.path());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        if (change.fate() == Change.Fate.REFUSED) {
            assertThat(answer.body()).as("answer and forecast").isEqualTo(told);
        }
        assertUntouched();
        talkers.await();
        await().atMost(LIMIT).untilAsserted(
                () -> assertThat(View.descriptors(proxy.pid())).as("descriptors").isEqualTo(descriptors));
        refused++;
    }

    private Set<Talker> made(Change change, Forecast plan) throws InterruptedException {
        var before = view;
        talkers.talk(WHILE_MADE, clients(before, plan.sessions().keySet()));
        var answer = send(change, change.path());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertForetold(change, plan, before);
        talkers.await();
        made++;
        return after(before, plan);
    }

    private HttpResponse<String> send(Change change, String path) {
        return proxy.send(change.method(), "/api/v1/" + path, change.body());
    }

    private void assertUntouched() {
        var now = View.of(proxy);
        assertThat(now.text()).isEqualTo(view.text());
        var happened = now.since(view);
        assertThat(happened).as("what happened to sessions:%s", now.stories(happened.keySet())).isEmpty();
    }

    private void assertForetold(Change change, Forecast plan, View before) {
        var stops = change.recursive() ? plan.stops() : Set.<Thing>of();
        var expected = change.path().startsWith(SESSION)
                ? Map.of(change.path().substring(SESSION.length()), "end")
                : bonds.without(stops);
        assertThat(plan.sessions()).as("sessions in the plan").isEqualTo(expected);
        await().atMost(LIMIT).untilAsserted(() -> {
            view = View.of(proxy);
            var happened = view.since(before);
            assertThat(happened).as("what happened to sessions:%s", view.stories(happened.keySet()))
                    .isEqualTo(plan.sessions());
            assertThat(view.sessions().values()).filteredOn(each -> !each.isOver())
                    .allMatch(each -> each.status().equals("CONNECTED"));
        });
        assertThat(view.lost(before)).as("gone").isEqualTo(plan.vanishing());
        assertThat(before.lost(view)).as("new").isEqualTo(plan.appearing());
        assertThat(Forecast.without(view.otherThan(before), plan.replaced())).as("changed in place")
                .isEqualTo(plan.changes());
    }

    private Set<Talker> after(View before, Forecast plan) {
        bonds.made(plan.starts());
        plan.sessions().forEach((session, effect) -> {
            if (effect.equals("reconnect")) {
                reconnected++;
                bonds.rebind(session, view);
            }
        });
        bonds.learn(view);
        var gone = clients(before, plan.sessions().entrySet().stream()
                .filter(each -> each.getValue().equals("end")).map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
        gone.forEach(Talker::hangUp);
        ended += gone.size();
        return gone;
    }

    private Set<Talker> clients(View at, Set<String> sessions) {
        var clients = talkers.known(sessions.stream().map(name -> at.sessions().get(name).client()).toList());
        assertThat(clients).as("clients of %s", List.copyOf(sessions)).hasSameSizeAs(sessions);
        return clients;
    }

    @Override
    public String toString() {
        return made + " changes made, " + refused + " refused, " + ended + " sessions ended and "
                + reconnected
                + " connected again as foretold";
    }
}
