package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what a cluster says about its load balancer. */
final class Balancers {
    /** What may be written, to what is meant. */
    private static final Map<String, String> POLICIES = new TreeMap<>(Map.of("Trivial", "Trivial",
            "RoundRobin", "RoundRobin", "Random", "Random", "LeastSessions", "LeastSessions", "HashRing",
            "HashRing", "ConsistentHash", "HashRing", "Maglev", "Maglev", "None", "None"));

    private Balancers() {}

    /** {@return the balancer; if something is wrong with it, which was reported then, any} */
    static BalancerConfig read(Fields fields, Json given) {
        if (!(given instanceof Json.Obj settings)) {
            fields.invalid("loadbalancer", given, "an object");
            return BalancerConfig.TRIVIAL;
        }
        var policy = BalancerConfig.of(policy(fields, settings));
        var key = key(fields, settings);
        return new BalancerConfig(policy.policy(), policy.isKeyed() ? key : "", health(fields, settings));
    }

    private static String policy(Fields fields, Json.Obj settings) {
        var given = given(settings, "policy");
        if (given.isEmpty()) {
            fields.refuse("LoadBalancer.create: TODO: Policy undefined", "loadbalancer.policy",
                    Json.of(Problem.MISSING), words());
        } else if (given.get() instanceof Json.Text(String word) && POLICIES.containsKey(word)) {
            return POLICIES.get(word);
        } else {
            fields.refuse(
                    "LoadBalancer.create: TODO: Policy \"" + Excerpt.of(given.get()) + "\" unimplemented",
                    "loadbalancer.policy", given.get(), words());
        }
        return "Trivial";
    }

    private static String words() {
        return "one of " + String.join(", ", POLICIES.keySet());
    }

    private static String key(Fields fields, Json.Obj settings) {
        var given = given(settings, "key").orElse(Json.of(""));
        if (given instanceof Json.Text(String path)) {
            return path;
        }
        invalid(fields, "key", given, "text");
        return "";
    }

    /** YAML's core schema reads {@code off} as text. */
    private static boolean health(Fields fields, Json.Obj settings) {
        var given = given(settings, "health").orElse(Json.of(true));
        if (given instanceof Json.Bool(boolean on)) {
            return on;
        }
        boolean off = given.equals(Json.of("off"));
        if (!off && !given.equals(Json.of("on"))) {
            invalid(fields, "health", given, "on or off");
        }
        return !off;
    }

    private static void invalid(Fields fields, String key, Json value, String expected) {
        fields.refuse(fields.kind().adding() + "Property " + key + " is invalid", "loadbalancer." + key,
                value, expected);
    }

    private static Optional<Json> given(Json.Obj settings, String key) {
        return settings.get(key).filter(value -> !value.equals(Json.NULL));
    }
}
