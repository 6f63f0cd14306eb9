package io.l7mp.core.metric;

/**
 * The listener or cluster that something is counted for.
 *
 * @param name as configured
 * @param part what is added to the name for a transport below it; mostly empty
 * @param protocol the word in {@code spec.protocol}
 */
record Owner(String name, String part, String protocol) {
    Labels labels(String nameLabel) {
        return Labels.of(nameLabel, name + part, "protocol", protocol);
    }
}
