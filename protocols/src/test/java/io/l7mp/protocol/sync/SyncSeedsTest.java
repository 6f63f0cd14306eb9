package io.l7mp.protocol.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.protocol.sync.Party.Guest;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Members that come, go, flood and fall asleep on several loops, in many drawn orders. */
class SyncSeedsTest {
    private static final int SEEDS = Integer.getInteger("l7mp.test.seeds", 40);
    private static final int GROUPS = 3;

    /** A guest with its number, its group, and how much it has said. */
    private static final class Actor {
        final Guest guest;
        final int group;
        final int number;
        int said;

        Actor(Guest guest, int group, int number) {
            this.guest = guest;
            this.group = group;
            this.number = number;
        }

        /** Says something numbered, of some size; on any loop but in a turn of its own. */
        void say(int size) {
            guest.say(ByteBuffer.allocate(Math.max(12, size)).putInt(number).putInt(said++).putInt(group)
                    .array(), 0);
        }
    }

    private final List<Actor> all = new ArrayList<>();
    private final List<Actor> present = new ArrayList<>();
    private Party party = new Party(0, 1);

    @Test
    void everyMessageReachesEveryOtherMemberOnceOrIsCounted() {
        long first = Long.getLong("l7mp.test.seed", 1) * 1_000_000;
        for (long seed = first; seed < first + SEEDS; seed++) {
            all.clear();
            present.clear();
            party = new Party(seed, 1 + (int) (seed % 4));

            mingle();
            checkOrder();
            talkWithoutComingAndGoing();
            checkOrder();

            all.forEach(actor -> actor.guest.leave(Cause.DONE));
            party.isOver();
        }
    }

    private RandomGenerator random() {
        return party.world.random();
    }

    private void mingle() {
        for (int step = 20 + random().nextInt(100); step > 0; step--) {
            act();
            switch (random().nextInt(4)) {
                case 0 -> party.world.settle();
                case 1 -> runSteps(random().nextInt(30));
                default -> {
                    // The next happens at the same time.
                }
            }
        }
    }

    private void runSteps(int most) {
        var left = new int[]{most};
        party.world.runUntil(() -> left[0]-- <= 0, Duration.ZERO);
    }

    private void act() {
        int what = present.isEmpty() ? 0 : random().nextInt(12);
        if (what <= 1) {
            join();
            return;
        }
        var actor = present.get(random().nextInt(present.size()));
        switch (what) {
            case 2 -> leave(actor);
            case 3 -> actor.guest.pause();
            case 4 -> actor.guest.resume();
            case 5 -> flood(actor);
            case 6 -> actor.say(200_000 + random().nextInt(500_000));
            default -> actor.say(random().nextInt(1_500));
        }
    }

    private void join() {
        int group = random().nextInt(GROUPS);
        var guest = party.join(random().nextInt(party.world.loops().size()), group);
        var actor = new Actor(guest, group, all.size());
        all.add(actor);
        present.add(actor);
    }

    private void leave(Actor actor) {
        present.remove(actor);
        if (random().nextBoolean()) {
            actor.guest.leave(random().nextBoolean() ? Cause.DONE : Cause.of(Kind.RESET, "gone"));
        } else {
            party.world.on(actor.guest.loop, () -> actor.guest.stream.finish(Metadata.EMPTY));
        }
    }

    private void flood(Actor actor) {
        for (int count = random().nextInt(600); count > 0; count--) {
            actor.say(12);
        }
    }

    /** With everybody in place, each message can be accounted for. */
    private void talkWithoutComingAndGoing() {
        allHaveHeardAll();
        var before = new HashMap<Actor, long[]>();
        present.forEach(actor -> before.put(actor, counts(actor)));
        for (int step = 0; step < 40 && !present.isEmpty(); step++) {
            var actor = present.get(random().nextInt(present.size()));
            switch (random().nextInt(5)) {
                case 0 -> actor.guest.pause();
                case 1 -> actor.guest.resume();
                case 2 -> flood(actor);
                default -> actor.say(random().nextInt(3_000));
            }
            runSteps(random().nextInt(10));
        }
        allHaveHeardAll();
        present.forEach(actor -> account(actor, before));
    }

    private void allHaveHeardAll() {
        party.world.settle();
        present.forEach(actor -> actor.guest.resume());
        party.world.settle();
    }

    /** Heard, lost for slowness, said, and not taken. */
    private static long[] counts(Actor actor) {
        return new long[]{actor.guest.heard.payloads().size(), actor.guest.dropped(Drop.QUEUE_FULL),
                actor.said, actor.guest.dropped(Drop.WRITE_FULL)};
    }

    private void account(Actor hearer, Map<Actor, long[]> before) {
        long said = 0;
        for (var other : present) {
            if (other != hearer && other.group == hearer.group) {
                var then = before.get(other);
                var now = counts(other);
                said += now[2] - then[2] - (now[3] - then[3]);
            }
        }
        var then = before.get(hearer);
        var now = counts(hearer);
        long heardOrCounted = now[0] - then[0] + now[1] - then[1];
        assertThat(heardOrCounted).as("heard or counted, seed " + party.world.seed()).isEqualTo(said);
    }

    private void checkOrder() {
        for (var actor : all) {
            var last = new HashMap<Integer, Integer>();
            for (var payload : actor.guest.heard.payloads()) {
                var said = ByteBuffer.wrap(payload);
                int from = said.getInt();
                int number = said.getInt();
                assertThat(from).as("hears itself, seed " + party.world.seed()).isNotEqualTo(actor.number);
                assertThat(said.getInt()).as("group, seed " + party.world.seed()).isEqualTo(actor.group);
                var previous = last.put(from, number);
                assertThat(previous == null || previous < number).as("order, seed " + party.world.seed())
                        .isTrue();
            }
        }
    }
}
