package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeskTest {
    private final Desk desk = new Desk(2, 10);

    @Test
    void hasSoManySeatsAndNoMore() {
        var first = desk.take().orElseThrow();
        desk.take().orElseThrow();

        assertThat(desk.take()).isEmpty();
        first.leave();
        first.leave();
        assertThat(desk.take()).isPresent();
        assertThat(desk.take()).isEmpty();
        assertThat(desk.taken()).isEqualTo(2);
    }

    @Test
    void allTogetherHoldSoManyBytesAndNoMore() {
        var one = desk.take().orElseThrow();
        var other = desk.take().orElseThrow();

        assertThat(one.hold(6)).isTrue();
        assertThat(other.hold(5)).isFalse();
        assertThat(other.hold(4)).isTrue();
        one.leave();
        assertThat(one.hold(1)).isFalse();
        assertThat(other.hold(6)).isTrue();
        assertThat(other.hold(1)).isFalse();
    }
}
