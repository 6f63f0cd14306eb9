package io.l7mp.protocol.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.l7mp.protocol.sync.Party.Guest;
import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who hears what in a group. */
class SyncGroupTest {
    private final Party party = new Party(Long.getLong("l7mp.test.seed", 1), 3);
    private final List<Guest> guests = new ArrayList<>();

    private Guest join(int loop, Object label) {
        var guest = party.join(loop, label);
        guests.add(guest);
        party.world.settle();
        return guest;
    }

    private void say(Guest guest, String text) {
        guest.say(text);
        party.world.settle();
    }

    @AfterEach
    void leaveNothing() {
        guests.forEach(guest -> guest.leave(Cause.DONE));
        party.isOver();
    }

    @Test
    void givesTheFirstWhoComesWhatNobodyHeard() {
        var a = join(0, "x");
        say(a, "a1");
        var b = join(1, "x");
        say(b, "b1");
        var c = join(2, "x");
        say(c, "c1");
        say(a, "a2");

        assertThat(a.heard.texts()).containsExactly("b1", "c1");
        assertThat(b.heard.texts()).containsExactly("a1", "c1", "a2");
        assertThat(c.heard.texts()).containsExactly("a2");
    }

    @Test
    void comparesValuesAsText() {
        var number = join(0, 1);
        var text = join(1, "1");
        var other = join(2, "2");

        say(number, "hello");

        assertThat(text.heard.texts()).containsExactly("hello");
        assertThat(other.heard.texts()).isEmpty();
        assertThat(party.connector.groups()).isEqualTo(2);
    }

    @Test
    void refusesASessionWithoutValue() {
        for (var metadata : List.of(Metadata.EMPTY, Metadata.of(Json.obj("call", 1)),
                Metadata.of(Json.obj("call", Json.obj("id", ""))),
                Metadata.of(Json.obj("call", Json.obj("id", Json.NULL))))) {
            assertThatIllegalStateException().isThrownBy(
                    () -> connect(metadata))
                    .withMessage("General Server Error: SyncCluster.stream: reject: Session: \"s\": "
                            + "query \"/call/id\": empty label");
        }
    }

    private void connect(Metadata metadata) {
        Tap.connect(party.connector,
                Tap.session("s", metadata, Party.MESSAGES), party.world.loop());
    }

    @Test
    void goesOnWhenItsFounderLeaves() {
        var founder = join(0, "x");
        var b = join(1, "x");
        var c = join(2, "x");

        founder.leave(Cause.of(Kind.RESET, "gone"));
        party.world.settle();
        say(b, "still here");
        var d = join(0, "x");
        say(c, "welcome");

        assertThat(c.heard.texts()).containsExactly("still here");
        assertThat(b.heard.texts()).containsExactly("welcome");
        assertThat(d.heard.texts()).containsExactly("welcome");
        assertThat(b.heard.events()).isEmpty();
    }

    @Test
    void keepsWhatIsSaidWhenEverybodyElseHasLeft() {
        var a = join(0, "x");
        var b = join(1, "x");
        b.leave(Cause.DONE);
        party.world.settle();

        say(a, "hello?");
        var c = join(2, "x");
        party.world.settle();

        assertThat(c.heard.texts()).containsExactly("hello?");
    }

    @Test
    void forgetsAGroupThatEverybodyHasLeft() {
        var a = join(0, "x");
        say(a, "hello?");
        a.leave(Cause.DONE);
        party.world.settle();

        assertThat(party.connector.groups()).isZero();
        assertThat(party.env.drops("sync_unheard")).isEqualTo(1);
        var b = join(1, "x");
        assertThat(b.heard.texts()).isEmpty();
    }

    @Test
    void dropsTheOldestForASlowMemberAndForNobodyElse() {
        var sender = join(0, "x");
        var slow = join(1, "x");
        var quick = join(2, "x");
        slow.pause();

        for (int i = 0; i < 1_000; i++) {
            say(sender, Integer.toString(i));
        }
        slow.resume();
        party.world.settle();

        assertThat(quick.heard.texts()).hasSize(1_000);
        assertThat(slow.heard.texts()).hasSize(256).startsWith("744").endsWith("999");
        assertThat(slow.dropped(Drop.QUEUE_FULL)).isEqualTo(744);
        assertThat(sender.dropped(Drop.WRITE_FULL)).isZero();
    }

    @Test
    void boundsTheBytesThatWaitForASlowMember() {
        var sender = join(0, "x");
        var slow = join(1, "x");
        slow.pause();

        for (int i = 0; i < 100; i++) {
            sender.say(new byte[100_000], 0);
            party.world.settle();
            assertThat(party.env.bytesInUse()).isLessThan(2 << 20);
        }
        sender.say(new byte[3 << 20], 0);
        party.world.settle();
        slow.resume();
        party.world.settle();

        assertThat(slow.heard.payloads()).extracting(payload -> payload.length).containsExactly(3 << 20);
        assertThat(slow.dropped(Drop.QUEUE_FULL)).isEqualTo(100);
    }

    @Test
    void boundsWhatIsKeptForTheFirstWhoComes() {
        var a = join(0, "x");
        for (int i = 0; i < 300; i++) {
            say(a, Integer.toString(i));
        }
        assertThat(party.env.drops("sync_unheard")).isEqualTo(44);

        var b = join(1, "x");

        assertThat(b.heard.texts()).hasSize(256).startsWith("44").endsWith("299");
    }

    @Test
    void boundsWhatOneMemberSendsInOneTurn() {
        var flood = join(0, "x");
        var b = join(1, "x");
        var c = join(1, "x");
        party.world.on(flood.loop, () -> {
            for (int i = 0; i < 1_000; i++) {
                flood.stream.write(party.env.buffers().buffer(8).writeInt(i), 0);
            }
        });
        b.say("b");
        party.world.settle();

        assertThat(flood.dropped(Drop.WRITE_FULL)).isEqualTo(744);
        assertThat(b.heard.payloads()).hasSize(256);
        assertThat(c.heard.payloads()).hasSize(257);
        assertThat(flood.heard.texts()).containsExactly("b");
    }

    @Test
    void boundsWhatIsOnItsWayToAMember() {
        var hearer = join(1, "x");
        var senders = new ArrayList<Guest>();
        for (int i = 0; i < 6; i++) {
            senders.add(join(0, "x"));
        }
        int size = 1 << 20;

        party.world.on(senders.getFirst().loop, () -> senders.forEach(
                sender -> sender.stream.write(party.env.buffers().buffer(size).writeZero(size), 0)));
        party.world.settle();

        assertThat(hearer.heard.payloads()).hasSize(4);
        assertThat(hearer.dropped(Drop.QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void keepsTextAsText() {
        var a = join(0, "x");
        var b = join(1, "x");
        var c = join(2, "x");

        a.say("text", Stream.TEXT);
        a.say("binary", 0);
        party.world.settle();

        assertThat(b.heard.flags()).containsExactly(Stream.TEXT, 0);
        assertThat(c.heard.flags()).containsExactly(Stream.TEXT, 0);
    }

    @Test
    void givesEachMemberAPayloadOfItsOwn() {
        var a = join(0, "x");
        var payloads = new ArrayList<ByteBuf>();
        for (int i = 0; i < 3; i++) {
            var guest = join(i, "x");
            guest.stream.attach(new Keeper(payloads));
        }

        say(a, "hello");
        payloads.forEach(payload -> assertThat(payload.getByte(0)).isEqualTo((byte) 'h'));
        payloads.getFirst().setByte(0, 'j');

        assertThat(payloads).hasSize(3);
        assertThat(payloads.get(1).getByte(0)).isEqualTo((byte) 'h');
        assertThat(payloads.get(2).getByte(0)).isEqualTo((byte) 'h');
        payloads.forEach(ByteBuf::release);
    }

    @Test
    void leavesWhenItIsAskedToFinish() {
        var a = join(0, "x");
        var b = join(1, "x");

        party.world.on(a.loop, () -> a.stream.finish(Metadata.EMPTY));
        party.world.settle();
        say(a, "too late");

        assertThat(a.heard.events()).containsExactly("finished", "closed DONE");
        assertThat(a.dropped(Drop.LOST)).isEqualTo(1);
        assertThat(b.heard.events()).isEmpty();
        assertThat(b.heard.texts()).isEmpty();
        assertThat(new SyncProtocol().clusterTraits(new SyncClusterSpec(""), Party.MESSAGES).halfClose())
                .isFalse();
    }
}
