package io.l7mp.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small working copy with the real launcher and a JDK and a Maven that only say what they were asked for. Shows what the
 * launcher decides, in milliseconds and without a network.
 *
 * @param root of the copy, whose name has a space in it
 * @param tools first folder of the path
 * @param asked the arguments of each call of Maven, a line each
 */
record Workshop(Path root, Path tools, Path asked) {
    /**
     * How a run of the launcher ended.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Run(int status, String out, String err) {}

    static Workshop in(Path folder) {
        var shop = new Workshop(folder.resolve("a copy"), folder.resolve("tools"), folder.resolve("asked"));
        shop.write("LICENSE", "Apache").write("pom.xml", "<project>\n  <version>1.2.3</version>\n</project>")
                .write(".mvn/maven.config", "").write("etc/jvm.options", "-Xshare:auto\n")
                .write("proxy/pom.xml", "<project/>").write("proxy/src/main/java/Main.java", "class Main {}")
                .write("proxy/src/main/resources/io/l7mp/proxy/help.txt", "Usage: l7mp proxy\n")
                .write("house/peers/package-lock.json", "{}");
        shop.script(shop.root.resolve("l7mp"),
                Checkout.text(Checkout.HERE.root().resolve("l7mp")).replaceFirst("^#!/bin/sh\n", ""));
        shop.maven("""
                mkdir -p proxy/target/dist/lib
                cp etc/jvm.options proxy/target/dist/
                echo jar > proxy/target/dist/lib/l7mp.jar
                """);
        shop.script(shop.tools.resolve("jdk/bin/java"), "echo java \"$@\"");
        shop.script(shop.tools.resolve("jdk/bin/javac"), "exit 0");
        shop.release("25.0.3");
        return shop;
    }

    /** Puts a file with this text into the copy. */
    Workshop write(String name, String text) {
        put(root.resolve(name), text);
        return this;
    }

    /** Sets what Maven does after it has noted its arguments. */
    void maven(String body) {
        script(tools.resolve("mvn"), "echo \"$@\" >> '" + asked + "'\n" + body);
    }

    /** Puts a program before those of the machine. */
    void tool(String name, String body) {
        script(tools.resolve(name), body);
    }

    /** Makes a pipe that whoever reads it waits at until something is written. */
    void fifo(Path file) {
        try {
            new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void release(String version) {
        put(tools.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    List<String> builds() {
        try {
            return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process start(String... args) {
        return start(root.resolve("l7mp"), args);
    }

    Process start(Path program, String... args) {
        var command = new ArrayList<String>(List.of(program.toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("L7MP_"));
        environment.put("JAVA_HOME", tools.resolve("jdk").toString());
        environment.put("L7MP_JDK_FOLDERS", "");
        environment.put("PATH", tools + ":/usr/sbin:/usr/bin:/sbin:/bin");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Run run(String... args) {
        return end(start(args));
    }

    static Run end(Process process) {
        try (var out = process.getInputStream(); var err = process.getErrorStream()) {
            var said = new String(out.readAllBytes(), UTF_8);
            var complained = new String(err.readAllBytes(), UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the launcher does not end: " + said + complained);
            }
            return new Run(process.exitValue(), said, complained);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void script(Path file, String body) {
        put(file, "#!/bin/sh\n" + body + "\n");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
