package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void decodesEachSegmentByItself() {
        var target = Target.of("/api/a%2Fb/%C3%A9+/c").orElseThrow();

        assertThat(target.segments()).containsExactly("api", "a/b", "é+", "c");
    }

    @Test
    void leavesOneSlashOutAtTheEnd() {
        assertThat(Target.of("/a/b/").orElseThrow().segments()).containsExactly("a", "b");
        assertThat(Target.of("/a/b//").orElseThrow().segments()).containsExactly("a", "b", "");
        assertThat(Target.of("/").orElseThrow().segments()).containsExactly("");
        assertThat(Target.of("").orElseThrow().segments()).containsExactly("");
    }

    @Test
    void readsTheQuery() {
        var target = Target.of("/a?recursive=true&format=a+b%20c&recursive=false&flag&&=x").orElseThrow();

        assertThat(target.query())
                .isEqualTo(Map.of("recursive", "true", "format", "a b c", "flag", "", "", "x"));
        assertThat(target.segments()).isEqualTo(List.of("a"));
    }

    @Test
    void keepsAParameterThatCannotBeDecoded() {
        assertThat(Target.of("/a?b=%").orElseThrow().query()).isEqualTo(Map.of("b", "%"));
    }

    @Test
    void refusesAPathThatCannotBeDecoded() {
        for (var path : List.of("/%", "/%4", "/%zz", "/%ff", "/%+1", "/%-1")) {
            assertThat(Target.of(path)).as(path).isEmpty();
        }
    }

    @Test
    void readsRawBytesAsUtf8() {
        assertThat(Target.of("/\u00c3\u00a9").orElseThrow().segments()).containsExactly("é");
        assertThat(Target.of("/\u20ac").orElseThrow().segments()).containsExactly("€");
    }
}
