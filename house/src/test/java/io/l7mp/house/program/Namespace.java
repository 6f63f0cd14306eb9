package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network and mount name space of a test's own, with nothing in it but loopback: all ports are free, limits can be set, and what
 * flows there meets nobody. What runs in it is a program of its own, as a virtual machine cannot move from one to another.
 */
final class Namespace {
    private final List<String> preparations = new ArrayList<>(List.of("ip link set lo up"));

    /** Also runs this command of the shell first, inside. */
    Namespace with(String command) {
        preparations.add(command);
        return this;
    }

    /** Gives it files of its own in {@code /tmp}. Folders that are there already can still be seen: class paths may lead through them. */
    Namespace withFilesOfItsOwn() {
        return with("mount --bind /tmp /mnt && mount -t tmpfs tmpfs /tmp && ln -s /mnt/*/ /tmp/");
    }

    /** {@return what to put in front of a command so that it runs in a new one} */
    List<String> around() {
        return List.of("unshare", "-n", "-m", "sh", "-c",
                String.join(" && ", preparations) + " && exec \"$@\"", "sh");
    }

    /**
     * Runs a main class of the tests inside, with the properties of this virtual machine, and fails if it fails.
     *
     * @param main whose {@code main} asserts what is to be asserted
     * @param seconds how long it may take
     * @return what it printed
     */
    String run(Class<?> main, int seconds, String... arguments) {
        var command = new ArrayList<>(around());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (var name : List.of("l7mp.root", "l7mp.classpath", "l7mp.full", "l7mp.test.seed")) {
            var value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return output(command, seconds);
    }

    /** {@return what a command printed; fails unless it ended well in time} */
    static String output(List<String> command, int seconds) {
        Process process = null;
        try {
            var out = Files.createTempFile("output", ".txt");
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            var text = Files.readString(out, StandardCharsets.UTF_8);
            assertThat(ended).as("%s ended within %d s; it said:%n%s", command, seconds, text).isTrue();
            assertThat(process.exitValue()).as("exit status of %s; it said:%n%s", command, text).isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
