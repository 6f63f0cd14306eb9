package io.l7mp.config;

import io.l7mp.spi.Json;

/**
 * Where sessions are accepted.
 *
 * @param id which listener
 * @param protocol the word in {@code spec.protocol}
 * @param spec its protocol settings as they were given, in flat notation, for dumps
 * @param settings the same, decoded into the protocol's record
 * @param rules the rule list's name
 * @param options decoded
 * @param given the options as they were given, for dumps
 */
public record ListenerConfig(Identity id, String protocol, Json.Obj spec, Record settings, String rules,
        ListenerOptions options, Json.Obj given) {
    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return the same, known as this one} */
    ListenerConfig as(Identity other) {
        return new ListenerConfig(other, protocol, spec, settings, rules, options, given);
    }
}
