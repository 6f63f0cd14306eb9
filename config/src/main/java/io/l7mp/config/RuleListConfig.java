package io.l7mp.config;

import java.util.List;

/**
 * Rules in order; the first that matches decides.
 *
 * @param id which list
 * @param rules names of rules, which need not exist
 */
public record RuleListConfig(Identity id, List<String> rules) {
    /** Copies what could change. */
    public RuleListConfig {
        rules = List.copyOf(rules);
    }

    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return the same list with these rules} */
    RuleListConfig with(List<String> others) {
        return new RuleListConfig(id, others);
    }

    /** {@return the same, known as this one} */
    RuleListConfig as(Identity other) {
        return new RuleListConfig(other, rules);
    }
}
