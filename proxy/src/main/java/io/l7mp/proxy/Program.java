package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * One run from command line to exit status: 0 after a signal, 1 if it could not start, 2 if the command line is wrong. Runs on
 * the main thread, which sleeps while the event loops work.
 */
final class Program {
    /** How long sessions may flush after a signal. Kubernetes kills after 30 s. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private final Console console;
    private final Starter starter;

    Program(Console console, Starter starter) {
        this.console = console;
        this.starter = starter;
    }

    int run(String... args) {
        Arguments arguments;
        try {
            var options = new Options(args);
            if (options.help()) {
                console.out().print(resource("help.txt"));
                return 0;
            }
            if (options.version()) {
                console.out().println("l7mp " + version());
                return 0;
            }
            arguments = options.arguments();
        } catch (CommandLine.ParameterException e) {
            console.err().println("l7mp: " + LogText.line(requireNonNullElse(e.getMessage(), "")));
            console.err().println("Try 'l7mp proxy --help'.");
            return 2;
        }
        try (var logs = LogSetup.onStandardError(arguments.level())) {
            return serve(arguments, logs);
        }
    }

    private int serve(Arguments arguments, LogSetup logs) {
        var signals = new Signals(logs::reopen);
        try {
            var running = starter.start(settings(arguments, logs));
            if (running.listens() && !arguments.rehearsal()) {
                if (arguments.embedded()) {
                    console.out().print(resource("welcome.txt").formatted(version()));
                    console.out().flush();
                }
                LOG.atInfo().addMarker(LogText.NOTICE).addKeyValue("version", version()).log("started");
                var signal = signals.await();
                LOG.atInfo().addMarker(LogText.NOTICE).addKeyValue("signal", signal)
                        .addKeyValue("limit", LIMIT).log("stopping; a second signal ends at once");
            } else if (!arguments.rehearsal()) {
                LOG.atInfo().addMarker(LogText.NOTICE).log("no listeners, nothing to wait for");
            }
            running.stop(LIMIT);
            return 0;
        } catch (NotStarted e) {
            logs.close();
            console.err().println(LogText.lines(requireNonNullElse(e.getMessage(), "")));
            return 1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Settings settings(Arguments arguments, LogSetup logs) throws NotStarted {
        if (arguments.rehearsal()) {
            return new Settings("the rehearsal", resource("rehearsal.yaml"), arguments, logs);
        }
        if (arguments.embedded()) {
            return new Settings("the embedded configuration", resource("default.yaml"), arguments, logs);
        }
        var text = read(arguments.config());
        if (text.isBlank()) {
            throw new NotStarted(NotStarted.Reason.EMPTY, "");
        }
        return new Settings(arguments.config(), text, arguments, logs);
    }

    private static String read(String file) throws NotStarted {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException _) {
            throw new NotStarted(NotStarted.Reason.UNREADABLE, file + ": no such file");
        } catch (IOException | InvalidPathException e) {
            throw new NotStarted(NotStarted.Reason.UNREADABLE, file + ": " + e);
        }
    }

    /** {@return what stands in this file beside the class} */
    static String resource(String name) {
        try (var in = requireNonNull(Program.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version() {
        return requireNonNullElse(Program.class.getPackage().getImplementationVersion(), "development");
    }
}
