package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Everything a hostile network sends, to one proxy while a session of somebody else goes on. */
class HostileIT {
    private static final int PERCENT = Boolean.getBoolean("l7mp.full") ? 100 : 10;

    @Test
    void aSessionGoesOnWhileEverythingElseAttacks() {
        var said = new Namespace().with("echo 1024 65535 > /proc/sys/net/ipv4/ip_local_port_range")
                .run(Hostile.class, 400, String.valueOf(PERCENT));

        assertThat(said).contains("after: ");
        System.out.print(said);
    }
}
