package io.l7mp.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private final RequestBody body = new RequestBody(RequestBody.LARGEST);

    @Test
    void putsPiecesTogether() {
        var pieces = new ByteBuf[]{Unpooled.copiedBuffer("ab", UTF_8), Unpooled.EMPTY_BUFFER.copy(),
                Unpooled.copiedBuffer("x".repeat(3000), UTF_8)};

        for (var piece : pieces) {
            assertThat(body.take(piece)).isTrue();
        }

        assertThat(new String(body.all(), UTF_8)).isEqualTo("ab" + "x".repeat(3000));
        assertThat(body.all()).isEmpty();
        assertThat(pieces[0].refCnt()).isZero();
        assertThat(pieces[2].refCnt()).isZero();
    }

    @Test
    void takesTheLargestBodyAndNotOneByteMore() {
        for (int i = 0; i < 4; i++) {
            assertThat(body.take(Unpooled.wrappedBuffer(new byte[1 << 20]))).isTrue();
        }
        var tooMuch = Unpooled.copiedBuffer("x", UTF_8);

        assertThat(body.take(tooMuch)).isFalse();
        assertThat(tooMuch.refCnt()).isZero();
        assertThat(body.all()).hasSize(RequestBody.LARGEST);
    }
}
