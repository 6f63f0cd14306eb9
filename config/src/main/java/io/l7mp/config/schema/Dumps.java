package io.l7mp.config.schema;

import static io.l7mp.config.schema.Member.optional;
import static io.l7mp.config.schema.Member.required;
import static io.l7mp.config.schema.Shape.OBJECT;
import static io.l7mp.config.schema.Shape.TEXT;
import static io.l7mp.config.schema.Shape.TRUTH;
import static io.l7mp.config.schema.Shape.WHOLE;
import static io.l7mp.config.schema.Shape.either;
import static io.l7mp.config.schema.Shape.listOf;
import static io.l7mp.config.schema.Shape.reference;
import static io.l7mp.config.schema.Shape.struct;

import io.l7mp.config.schema.Shape.Named;
import io.l7mp.config.schema.Shape.Struct;
import java.util.Map;

/** What is answered. Looser than what is written: settings are shown as they were given, and references need not lead anywhere. */
final class Dumps {
    private static final String RECURSIVE = "Names; the objects themselves in a recursive dump.";
    private static final Struct SPEC = struct(required("protocol", TEXT));

    private Dumps() {}

    static void putInto(Map<String, Shape> shapes) {
        shapes.put("ConfigDump", config());
        shapes.put("AdminDump", admin());
        shapes.put("ListenerDump", struct(
                required("name", TEXT),
                required("spec", SPEC),
                required("rules", either(TEXT, listOf(reference("RuleDump"))))
                        .saying("The name of a rule list; rules in a recursive dump."),
                required("options", OBJECT)));
        shapes.put("ClusterDump", struct(
                required("name", TEXT),
                required("spec", SPEC),
                required("endpoints", either(WHOLE, listOf(new Named("EndPointDump"))))
                        .saying("Their number; they themselves in a recursive dump."),
                required("loadbalancer", struct(
                        required("policy", TEXT),
                        optional("key", TEXT),
                        optional("health", TEXT).saying("Where it is off.")))));
        shapes.put("EndPointDump", struct(
                required("name", TEXT),
                required("spec", struct(required("address", TEXT))),
                optional("weight", WHOLE)));
        shapes.put("RuleListDump", struct(
                required("name", TEXT),
                required("rules", listOf(reference("RuleDump"))).saying(RECURSIVE)));
        shapes.put("RuleDump", rule());
        shapes.put("RouteDump", route());
        shapes.put("SessionDump", session());
        shapes.put("StageDump", stage());
        shapes.put("CountersDump", struct(
                required("bytes", WHOLE), required("messages", WHOLE),
                required("drops", new Shape.Table(WHOLE))));
        answers(shapes);
    }

    private static void answers(Map<String, Shape> shapes) {
        shapes.put("Change", struct(
                required("status", WHOLE),
                required("message", TEXT),
                optional("plan", new Named("Plan")).saying("What the change would do, if that was asked.")));
        shapes.put("Plan", plan());
        shapes.put("Failure", struct(
                required("status", WHOLE),
                required("message", TEXT),
                optional("content", either(TEXT, listOf(new Named("Violation")), OBJECT))
                        .saying("What is wrong first; in strict mode all that is not as this document says."),
                optional("problems", listOf(struct(
                        required("path", TEXT), required("value", TEXT), required("expected", TEXT))))
                        .saying("All that is wrong with a configuration.")));
        shapes.put("Violation", struct(
                required("keyword", TEXT), required("dataPath", TEXT), required("schemaPath", TEXT),
                required("params", OBJECT), required("message", TEXT)));
    }

    private static Struct plan() {
        var steps = listOf(struct(required("kind", TEXT), required("name", TEXT), required("reason", TEXT)));
        return struct(
                optional("starts", steps),
                optional("stops", steps),
                optional("changes", steps).saying("What goes on and is another afterwards."),
                optional("sessions", listOf(struct(
                        required("name", TEXT), required("effect", TEXT), required("reason", TEXT)))),
                optional("warnings", listOf(TEXT)));
    }

    private static Struct config() {
        return struct(
                required("admin", new Named("AdminDump")),
                required("listeners", listOf(new Named("ListenerDump"))),
                required("clusters", listOf(new Named("ClusterDump"))),
                required("rulelists", listOf(new Named("RuleListDump"))),
                required("rules", listOf(new Named("RuleDump"))),
                required("routes", listOf(new Named("RouteDump"))),
                required("endpoints", listOf(new Named("EndPointDump"))),
                required("sessions", listOf(new Named("SessionDump"))));
    }

    private static Struct admin() {
        return struct(
                required("log_level", TEXT),
                required("strict", TRUTH),
                required("offload", TRUTH).saying("Whether it is active."),
                required("version", TEXT),
                optional("log_file", TEXT),
                optional("access_log_path", TEXT),
                optional("counters", OBJECT));
    }

    private static Struct rule() {
        return struct(
                required("name", TEXT),
                required("match", OBJECT),
                required("action", struct(
                        optional("rewrite", listOf(struct(
                                required("path", TEXT), required("value", Shape.ANY)))),
                        optional("apply", TEXT),
                        optional("route", reference("RouteDump")))));
    }

    private static Struct route() {
        var chain = listOf(reference("ClusterDump"));
        return struct(
                required("name", TEXT),
                required("destination", reference("ClusterDump")),
                required("ingress", chain).saying(RECURSIVE),
                required("egress", chain).saying(RECURSIVE),
                required("retry", struct(
                        required("retry_on", TEXT), required("num_retries", WHOLE),
                        required("timeout", WHOLE),
                        optional("backoff", TEXT),
                        optional("byte_streams", TEXT))));
    }

    private static Struct session() {
        var chain = listOf(new Named("StageDump"));
        var counters = new Named("CountersDump");
        return struct(
                required("name", TEXT),
                required("metadata", OBJECT),
                required("source", struct(
                        required("origin", TEXT),
                        required("listener", either(SPEC, TEXT)).saying("Its settings, or <INVALID>."),
                        required("status", TEXT))),
                required("destination", new Named("StageDump")),
                required("ingress", chain),
                required("egress", chain),
                required("status", TEXT),
                required("events", listOf(struct(
                        required("event", TEXT), required("timestamp", TEXT), required("message", TEXT),
                        required("content", Shape.ANY)))),
                optional("counters", struct(required("ingress", counters), required("egress", counters))),
                optional("outcome", TEXT).saying("Of a session that ended."));
    }

    private static Struct stage() {
        return struct(
                optional("origin", TEXT).saying("The cluster's name."),
                optional("endpoint", either(new Named("EndPointDump"), TEXT)).saying("Or <INVALID>."),
                required("status", TEXT));
    }
}
