package io.l7mp.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    private static final String SECRET = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";

    @TempDir
    private Path folder;

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("token"), content).toString();
    }

    private static boolean isShown(String file, String shown) {
        return new Token(OTHER).isShown(file, shown);
    }

    @Test
    void theFileWinsOverTheProgramsOwn() throws IOException {
        assertThat(isShown(file(SECRET), SECRET)).isTrue();
        assertThat(isShown(file(SECRET), OTHER)).isFalse();
        assertThat(isShown("", OTHER)).isTrue();
        assertThat(isShown("", SECRET)).isFalse();
    }

    @Test
    void theLineEndBehindItIsNoPartOfIt() throws IOException {
        assertThat(isShown(file(SECRET + "\n"), SECRET)).isTrue();
        assertThat(isShown(file(SECRET + "\r\n"), SECRET)).isTrue();
        assertThat(isShown(file(SECRET + " \n"), SECRET)).isFalse();
    }

    @Test
    void aChangedFileCountsAtOnce() throws IOException {
        var token = new Token("");
        assertThat(token.isShown(file(SECRET), SECRET)).isTrue();

        assertThat(token.isShown(file(OTHER), SECRET)).isFalse();
        assertThat(token.isShown(file(OTHER), OTHER)).isTrue();
    }

    @Test
    void whatCannotBeUsedAdmitsNobody() throws IOException {
        assertThat(isShown(file(""), "")).isFalse();
        assertThat(isShown(file("\n"), "")).isFalse();
        assertThat(isShown(file("short"), "short")).isFalse();
        assertThat(isShown(file("x".repeat(Token.LONGEST + 1)), "x".repeat(Token.LONGEST + 1))).isFalse();
        assertThat(isShown(folder.resolve("none").toString(), OTHER)).isFalse();
        assertThat(isShown(folder.toString(), OTHER)).isFalse();
        assertThat(isShown("/dev/zero", OTHER)).isFalse();
        assertThat(isShown("a\0b", OTHER)).isFalse();
        assertThat(new Token("").isShown("", "")).isFalse();
        assertThat(new Token("short").isShown("", "short")).isFalse();
    }

    @Test
    void tokensMayHoldAnyBytes() throws IOException {
        var bytes = "é€ secret, really".getBytes(UTF_8);

        assertThat(isShown(file("é€ secret, really"), new String(bytes, ISO_8859_1))).isTrue();
    }
}
