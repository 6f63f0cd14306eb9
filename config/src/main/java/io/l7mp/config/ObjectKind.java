package io.l7mp.config;

/** The kinds of named objects. Each has its own name space. */
public enum ObjectKind {
    /** Where sessions are accepted. */
    LISTENER("listener", "Listener"),
    /** A named destination. */
    CLUSTER("cluster", "Cluster"),
    /** One address of a cluster; the name space is shared by all clusters. */
    ENDPOINT("endpoint", "Endpoint"),
    /** Rules in order. */
    RULE_LIST("rulelist", "RuleList"),
    /** A match and an action. */
    RULE("rule", "Rule"),
    /** Destination, transforms and retry policy. */
    ROUTE("route", "Route");

    private final String key;
    private final String title;

    ObjectKind(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** {@return the key that wraps such an object in a request; with an {@code s}, the list in a file and the part of a URL} */
    public String key() {
        return key;
    }

    /** {@return what it is called at the beginning of a text} */
    String title() {
        return title;
    }

    /** {@return what such an object's complaints begin with when it is added} */
    String adding() {
        return "Cannot add " + (this == RULE_LIST ? title : key) + ": ";
    }

    /** {@return the whole complaint when there is nothing to delete} */
    String unknown(String name) {
        return switch (this) {
            case ENDPOINT -> "Not Found: Unknown endpoint \"" + name + "\"";
            case LISTENER, CLUSTER, RULE -> "Cannot delete " + key + ": Unknown " + key + " \"" + name + "\"";
            case RULE_LIST, ROUTE -> "Cannot delete " + title + ": Unknown " + title + " \"" + name + "\"";
        };
    }
}
