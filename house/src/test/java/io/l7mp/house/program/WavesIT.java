package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Waves of sessions leave nothing behind, within a limit of descriptors: 15,000 of UDP, 4,000 of TCP, 4,000 of WebSocket. */
class WavesIT {
    private static final int PERCENT = Boolean.getBoolean("l7mp.full") ? 100 : 20;

    @Test
    void aSecondRoundOfWavesHoldsNoMoreThanTheFirst() {
        var said = new Namespace().with("echo 1024 65535 > /proc/sys/net/ipv4/ip_local_port_range")
                .run(Waves.class, 600, String.valueOf(PERCENT));

        assertThat(said).contains("after the second round");
    }
}
