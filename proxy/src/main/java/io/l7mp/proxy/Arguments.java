package io.l7mp.proxy;

import java.util.List;

/**
 * What was typed, as it was typed. Empty means that an option was not given and the file decides.
 *
 * @param config path of the static configuration; empty for the one inside the program
 * @param strict whether {@code -s} was given
 * @param level of the log
 * @param offload mode of the kernel offload
 * @param interfaces for the offload
 * @param rehearsal whether to stop as soon as everything listens, to train the JVM's cache of loaded classes
 */
record Arguments(String config, boolean strict, String level, String offload, List<String> interfaces,
        boolean rehearsal) {
    Arguments {
        interfaces = List.copyOf(interfaces);
    }

    boolean embedded() {
        return config.isEmpty();
    }
}
