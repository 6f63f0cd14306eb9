package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every protocol into every other, in both directions at once, through one running program. */
class MatrixIT {
    private static final EnumSet<Kind> CLIENTS = EnumSet.range(Kind.UDP, Kind.HTTP);
    private static final EnumSet<Kind> UPSTREAMS = EnumSet.complementOf(EnumSet.of(Kind.HTTP));

    private static Proxy proxy;

    @BeforeAll
    static void start() {
        proxy = Proxy.start("-Dio.netty.leakDetection.level=paranoid",
                "-Dio.netty.leakDetection.acquireAndReleaseOnly=true");
    }

    @AfterAll
    static void stop() {
        try (var stopping = proxy) {
            assertThat(stopping.get("admin").at("counters/bugs").number()).as("bugs").isZero();
        }
        assertThat(proxy.log()).doesNotContain("ERROR", "LEAK");
    }

    @TestFactory
    Stream<DynamicTest> anyStreamIntoAnyStream() {
        return CLIENTS.stream()
                .flatMap(client -> UPSTREAMS.stream().map(upstream -> new Pair(client, upstream)))
                .map(MatrixIT::cell);
    }

    @TestFactory
    Stream<DynamicTest> overIpv6() {
        return some().stream().filter(pair -> pair.client().isIp())
                .map(pair -> cell(new Pair(pair.client(), pair.upstream(), true, false)));
    }

    @TestFactory
    Stream<DynamicTest> throughALogger() {
        return some().stream().map(pair -> cell(new Pair(pair.client(), pair.upstream(), false, true)));
    }

    /** The row of UDP and the diagonal, where HTTP, which has no upstream, is answered by Echo. */
    private static List<Pair> some() {
        var pairs = new ArrayList<Pair>();
        UPSTREAMS.forEach(upstream -> pairs.add(new Pair(Kind.UDP, upstream)));
        EnumSet.range(Kind.TCP, Kind.UNIX).forEach(kind -> pairs.add(new Pair(kind, kind)));
        pairs.add(new Pair(Kind.HTTP, Kind.ECHO));
        return pairs;
    }

    private static DynamicTest cell(Pair pair) {
        return DynamicTest.dynamicTest(pair.toString(), () -> Cell.run(proxy, pair));
    }
}
