package io.l7mp.proxy;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of the reference and ours. Declared by calls and not by annotations: reflection would cost start-up time. */
final class Options {
    private static final String CONFIG = "-c";
    private static final String STRICT = "-s";
    private static final String LEVEL = "-l";
    private static final String OFFLOAD = "-o";
    private static final String INTERFACES = "-i";
    private static final String HELP = "--help";
    private static final String VERSION = "--version";
    private static final String REHEARSAL = "--rehearsal";

    private final CommandLine.ParseResult parsed;

    /**
     * Reads a command line.
     *
     * @throws CommandLine.ParameterException with a message for whoever typed it
     */
    Options(String... args) {
        parsed = new CommandLine(spec()).parseArgs(args);
    }

    static CommandSpec spec() {
        return CommandSpec.create().name("l7mp proxy")
                .addOption(text(CONFIG, "--config"))
                .addOption(flag(STRICT, "--strict"))
                .addOption(text(LEVEL, "--log-level"))
                .addOption(text(OFFLOAD, "--offload"))
                .addOption(text(INTERFACES, "--offload-ifs"))
                .addOption(flag("-h", HELP))
                .addOption(flag("-V", VERSION))
                .addOption(OptionSpec.builder(REHEARSAL).type(boolean.class).hidden(true).build());
    }

    private static OptionSpec text(String... names) {
        return OptionSpec.builder(names).type(String.class).arity("1").build();
    }

    private static OptionSpec flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).build();
    }

    boolean help() {
        return parsed.hasMatchedOption(HELP);
    }

    boolean version() {
        return parsed.hasMatchedOption(VERSION);
    }

    Arguments arguments() {
        var arguments = new Arguments(text(CONFIG), parsed.hasMatchedOption(STRICT), text(LEVEL),
                text(OFFLOAD), words(text(INTERFACES)), parsed.hasMatchedOption(REHEARSAL));
        if (parsed.hasMatchedOption(CONFIG) && arguments.embedded()) {
            throw new CommandLine.ParameterException(parsed.commandSpec().commandLine(),
                    "-c: '' (expected: the path of a file)");
        }
        return arguments;
    }

    private String text(String name) {
        return parsed.matchedOptionValue(name, "");
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).filter(word -> !word.isEmpty())
                .toList();
    }
}
