package io.l7mp.config.schema;

import static io.l7mp.config.schema.Member.optional;
import static io.l7mp.config.schema.Member.required;
import static io.l7mp.config.schema.Member.told;
import static io.l7mp.config.schema.Shape.TEXT;
import static io.l7mp.config.schema.Shape.TRUTH;
import static io.l7mp.config.schema.Shape.WHOLE;
import static io.l7mp.config.schema.Shape.either;
import static io.l7mp.config.schema.Shape.listOf;
import static io.l7mp.config.schema.Shape.reference;
import static io.l7mp.config.schema.Shape.struct;

import io.l7mp.config.AdminConfig;
import io.l7mp.config.ListenerOptions;
import io.l7mp.config.ObjectKind;
import io.l7mp.config.RetryConfig;
import io.l7mp.config.schema.Shape.Named;
import io.l7mp.config.schema.Shape.Struct;
import io.l7mp.spi.Json;
import java.util.List;
import java.util.Map;

/** What is written in files and requests: the objects themselves, and what is around them. */
final class Objects {
    private Objects() {}

    static void putInto(Map<String, Shape> shapes) {
        shapes.put("Config", config());
        shapes.put("ConfigRequest", new Shape.Wrapped(new Named("Config"), List.of("config")));
        shapes.put("Admin", admin());
        shapes.put("AdminRequest", adminRequest());
        shapes.put("Listener", listener());
        shapes.put("Cluster", cluster());
        shapes.put("EndPoint", endpoint());
        shapes.put("RuleList", ruleList());
        shapes.put("Rule", rule());
        shapes.put("Action", action());
        shapes.put("Route", route());
        for (var kind : ObjectKind.values()) {
            shapes.put(name(kind) + "Request", struct(required(kind.key(), new Named(name(kind)))));
        }
        // Whatever else it is, the operation itself says so.
        shapes.put("RuleAtRequest", struct(required("rule", Shape.ANY)
                .saying("A rule, which is made and inserted, or the name of one.")));
    }

    /** {@return what the shape of a kind of object is called; the one of endpoints as in the names of operations} */
    static String name(ObjectKind kind) {
        return switch (kind) {
            case LISTENER -> "Listener";
            case CLUSTER -> "Cluster";
            case ENDPOINT -> "EndPoint";
            case RULE_LIST -> "RuleList";
            case RULE -> "Rule";
            case ROUTE -> "Route";
        };
    }

    private static Struct config() {
        return struct(
                required("admin", new Named("Admin")),
                optional("listeners", listOf(new Named("Listener"))),
                optional("clusters", listOf(new Named("Cluster"))),
                optional("rulelists", listOf(new Named("RuleList"))),
                optional("rules", listOf(new Named("Rule"))),
                optional("routes", listOf(new Named("Route"))));
    }

    private static Struct admin() {
        return Records.described(struct(
                optional("log_level", TEXT),
                optional("log_file", TEXT).saying("stdout, stderr or a path."),
                optional("access_log_path", TEXT).saying("Where one line for each session goes."),
                optional("strict", TRUTH).saying("Whether requests are checked against this document."),
                optional("offload", either(TEXT, TRUTH)).saying("init, no_init or disable."),
                optional("offload_ifs", either(listOf(TEXT), TEXT)).saying("Interfaces; none means all."),
                optional("version", TEXT).saying("Only shown, never set.")), AdminConfig.class);
    }

    /** Without its wrapper it is left to the decoder. */
    private static Struct adminRequest() {
        return struct(optional("admin", new Named("Admin")));
    }

    private static Struct listener() {
        return struct(
                required("name", TEXT),
                required("spec", new Named("ListenerSpec")),
                required("rules", either(TEXT, listOf(new Named("Rule"))), "rulesRef")
                        .saying("The name of a rule list, or rules."),
                optional("options", Records.described(struct(
                        optional("track", WHOLE)
                                .saying("For how many seconds an ended session stays listed.")),
                        ListenerOptions.class)));
    }

    private static Struct cluster() {
        return struct(
                optional("name", TEXT).saying("Required where the cluster stands by itself."),
                required("spec", new Named("ClusterSpec")),
                optional("endpoints", either(listOf(new Named("EndPoint")), WHOLE)),
                optional("loadbalancer", struct(
                        required("policy", TEXT),
                        optional("key", TEXT).saying("Where in the metadata the value is that decides."),
                        told("health", either(TEXT, TRUTH)).orElse(Json.of("on"))
                                .saying("on or off: whether endpoints that refuse rest."))),
                optional("options", either(Shape.OBJECT, listOf(Shape.ANY))));
    }

    private static Struct endpoint() {
        return struct(
                optional("name", TEXT).saying("Made up where it is not given."),
                required("spec", struct(
                        required("address", TEXT, "filename")
                                .saying("A name, an IP address, or for UNIX sockets a file."),
                        optional("weight", WHOLE),
                        told("port", WHOLE).saying("In place of the cluster's."))),
                told("weight", WHOLE).orElse(Json.of(1)));
    }

    private static Struct ruleList() {
        return struct(
                optional("name", TEXT),
                required("rules", listOf(reference("Rule"))));
    }

    private static Struct rule() {
        return struct(
                optional("name", TEXT).saying("Required where the rule stands by itself."),
                optional("match", either(Shape.OBJECT, TEXT))
                        .saying("A predicate on the metadata of sessions; a text matches every session."),
                required("action", new Named("Action")));
    }

    private static Struct action() {
        return struct(
                optional("rewrite", listOf(struct(
                        required("path", TEXT),
                        required("value", Shape.ANY, "valueStr")))),
                optional("route", reference("Route"), "routeRef"),
                optional("apply", TEXT).saying("The name of a rule list that decides in place of this one."));
    }

    private static Struct route() {
        var chain = listOf(new Shape.Wrapped(reference("Cluster"), List.of("cluster", "clusterRef")));
        return struct(
                optional("name", TEXT).saying("Required where the route stands by itself."),
                required("destination", reference("Cluster"), "cluster", "destinationRef"),
                optional("ingress", chain).saying("Passed on the way to the destination."),
                optional("egress", chain).saying("Passed on the way back."),
                optional("retry", Records.described(struct(
                        required("retry_on", TEXT).saying("never, connect-failure, disconnect or always."),
                        optional("num_retries", WHOLE),
                        optional("timeout", WHOLE).saying("Milliseconds.")), RetryConfig.class)));
    }
}
