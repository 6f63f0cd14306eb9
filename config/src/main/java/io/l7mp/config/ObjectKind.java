package io.l7mp.config;

/** The kinds of named objects. Each has its own name space. */
public enum ObjectKind {
    /** Where sessions are accepted. */
    LISTENER,
    /** A named destination. */
    CLUSTER,
    /** One address of a cluster; the name space is shared by all clusters. */
    ENDPOINT,
    /** Rules in order. */
    RULE_LIST,
    /** A match and an action. */
    RULE,
    /** Destination, transforms and retry policy. */
    ROUTE
}
