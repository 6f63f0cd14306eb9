package io.l7mp.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.core.route.RouteCheck.Stage;
import io.l7mp.core.route.RouteCheck.Warning;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user is told before anything is lost. */
class RouteCheckTest {
    private static final Stage TCP = new Stage("tcp", Traits.BYTES);
    private static final Stage UDP = new Stage("udp",
            new Traits(Shape.MESSAGES, false, false, false, false, 65_507));
    private static final Stage WS = new Stage("ws",
            new Traits(Shape.MESSAGES, true, true, false, true, 1 << 20));
    private static final Stage FRAMED = new Stage("framed",
            new Traits(Shape.MESSAGES, true, true, true, true, 65_535));
    private static final Stage ECHO = new Stage("echo", Traits.IN_MEMORY);

    private static List<String> texts(Stage... chain) {
        return RouteCheck.warnings(List.of(chain)).stream().map(Warning::text).toList();
    }

    @Test
    void hasNothingToSayWhereAllIsKept() {
        assertThat(texts(TCP, TCP)).isEmpty();
        assertThat(texts(TCP, ECHO, TCP)).isEmpty();
        assertThat(texts(UDP, ECHO, UDP)).isEmpty();
        assertThat(texts(UDP, WS)).isEmpty();
        assertThat(texts(UDP)).isEmpty();
    }

    @Test
    void missesBordersOfMessages() {
        assertThat(texts(WS, TCP)).containsExactly("borders between messages of ws are lost in tcp");
        assertThat(texts(WS, ECHO, TCP)).containsExactly("borders between messages of echo are lost in tcp");
        assertThat(texts(WS, TCP, WS)).containsExactly("borders between messages of ws are lost in tcp");
    }

    @Test
    void missesOrderAndReliability() {
        assertThat(texts(UDP, TCP)).containsExactly("borders between messages of udp are lost in tcp",
                "lost or reordered messages of udp leave gaps in the bytes of tcp");
        assertThat(texts(TCP, UDP)).contains("bytes of tcp may be lost or change places in udp");
    }

    @Test
    void missesLargeMessages() {
        assertThat(texts(WS, UDP))
                .containsExactly("messages of ws that are larger than 65507 bytes do not fit into udp");
        assertThat(texts(FRAMED, WS)).noneMatch(text -> text.contains("larger"));
    }

    @Test
    void missesHalfClose() {
        assertThat(texts(FRAMED, WS)).containsExactly("ws cannot be told that framed has sent all");
    }

    @Test
    void namesARemedyForEach() {
        assertThat(RouteCheck.warnings(List.of(UDP, TCP, UDP, WS, TCP)))
                .isNotEmpty().noneMatch(warning -> warning.remedy().isEmpty());
    }
}
