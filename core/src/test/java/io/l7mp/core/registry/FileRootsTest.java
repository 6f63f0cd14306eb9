package io.l7mp.core.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way out of a root that a path may try, and the ways that stay inside. */
class FileRootsTest {
    @TempDir
    private Path folder;

    private Path root;
    private Path outside;
    private FileRoots roots;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectories(folder.resolve("root/inner")).getParent();
        outside = Files.createDirectory(folder.resolve("outside"));
        roots = new FileRoots(List.of(root.toString()));
    }

    private void allows(String path) {
        assertThatCode(() -> roots.check("log_file", path)).as(path).doesNotThrowAnyException();
    }

    private void refuses(String path) {
        assertThatThrownBy(() -> roots.check("log_file", path)).as(path).isInstanceOf(ConfigException.class)
                .hasMessage("log_file: " + path + " (expected: a file below one of admin.file_roots [" + root
                        + "])");
    }

    private void append(String path) throws IOException {
        try (var to = roots.append(path)) {
            to.write(ByteBuffer.wrap("x".getBytes(UTF_8)));
        }
    }

    @Test
    void withoutRootsEverythingIsAllowed() {
        assertThatCode(() -> FileRoots.ANYWHERE.check("log_file", "/etc/passwd")).doesNotThrowAnyException();
    }

    @Test
    void allowsWhatIsBelowAndWhatWillBe() throws IOException {
        allows(root + "/a");
        allows(root + "/inner/a");
        allows(root + "/not/there/yet");
        allows(root + "/inner/../a");
        allows(root + "/./a");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("inner"));
        allows(root + "/link/a");
        Files.createSymbolicLink(folder.resolve("way-in"), root);
        allows(folder + "/way-in/a");
    }

    @Test
    void refusesWhatLeadsOut() throws IOException {
        refuses(outside + "/a");
        refuses(root.toString());
        refuses(root + "2/a");
        refuses(root + "/../outside/a");
        refuses(root + "/inner/../../outside/a");
        refuses(root + "/not/there/../../../outside/a");
        refuses("relative");
        refuses("../../../../../../../../../../etc/relative");
        refuses("");
        refuses("/");
        Files.createSymbolicLink(root.resolve("link"), outside);
        refuses(root + "/link/a");
        refuses(root + "/link");
        refuses(root + "/link/../root2");
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("not-there"));
        refuses(root + "/dangling");
        Files.createSymbolicLink(root.resolve("round"), root.resolve("round"));
        refuses(root + "/round");
    }

    @Test
    void aRelativeRootIsOneOfTheWorkingFolder() {
        roots = new FileRoots(List.of("target"));

        assertThatCode(() -> roots.check("log_file", "target/a")).doesNotThrowAnyException();
        assertThatThrownBy(() -> roots.check("log_file", "target/../a")).isInstanceOf(ConfigException.class);
    }

    @Test
    void aRootThatIsALinkIsTakenForWhatItLeadsTo() throws IOException {
        Files.createSymbolicLink(folder.resolve("alias"), root);
        roots = new FileRoots(List.of(folder.resolve("alias").toString()));

        append(folder + "/alias/a");

        assertThat(root.resolve("a")).hasContent("x");
    }

    @Test
    void opensToAppend() throws IOException {
        append(root + "/inner/a");
        append(root + "/inner/a");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("inner"));
        append(root + "/link/a");

        assertThat(root.resolve("inner/a")).hasContent("xxx");
    }

    @Test
    void looksAgainWhenItOpens() throws IOException {
        var path = root + "/inner/a";
        allows(path);
        Files.delete(root.resolve("inner"));
        Files.createSymbolicLink(root.resolve("inner"), outside);

        assertThatThrownBy(() -> append(path)).isInstanceOf(FileSystemException.class)
                .hasMessageContaining("not below admin.file_roots");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void opensNothingButFiles() throws Exception {
        var pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThatThrownBy(() -> append(pipe.toString())).isInstanceOf(FileSystemException.class)
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> append(root + "/inner")).isInstanceOf(FileSystemException.class);
    }

    /** Somebody who may write below a root exchanges a folder and a link as fast as he can, and never gets a file outside. */
    @Test
    void cannotBeLedOutBetweenLookAndOpen() throws Exception {
        var inner = root.resolve("inner");
        var away = root.resolve("away");
        var link = Files.createSymbolicLink(root.resolve("link"), outside);
        var swapping = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                swap(inner, away, link);
            }
        });

        for (int i = 0; i < 3_000; i++) {
            try {
                append(root + "/inner/a");
            } catch (IOException _) {
                // It was a link at that moment, or not there.
            }
        }
        swapping.interrupt();
        swapping.join();

        assertThat(outside).isEmptyDirectory();
    }

    private static void swap(Path inner, Path away, Path link) {
        try {
            Files.move(inner, away);
            Files.move(link, inner);
            Files.move(inner, link);
            Files.move(away, inner);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
