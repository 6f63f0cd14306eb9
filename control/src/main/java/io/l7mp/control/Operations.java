package io.l7mp.control;

import static io.l7mp.config.ObjectKind.CLUSTER;
import static io.l7mp.config.ObjectKind.ENDPOINT;
import static io.l7mp.config.ObjectKind.LISTENER;
import static io.l7mp.config.ObjectKind.ROUTE;
import static io.l7mp.config.ObjectKind.RULE;
import static io.l7mp.config.ObjectKind.RULE_LIST;
import static io.l7mp.control.Sheet.deletes;
import static io.l7mp.control.Sheet.describes;
import static io.l7mp.control.Sheet.lists;
import static io.l7mp.control.Sheet.shows;
import static io.l7mp.control.Sheet.takes;

import io.l7mp.core.change.Office;
import java.util.List;

/**
 * The table of everything that can be asked for.
 *
 * @param all in the order of the reference, and ours at the end
 */
record Operations(List<Operation> all) {
    static final String ROOT = "/api/v1";

    Operations {
        all = List.copyOf(all);
    }

    /** {@return the operations on a running proxy} */
    static Operations on(Office office, String version) {
        var program = new ProgramHandlers(office, version);
        var objects = new ObjectHandlers(office);
        var parts = new PartHandlers(office);
        var sessions = new SessionHandlers(office.hall().sessions());
        var documents = new DocumentHandlers(office, version);
        var strict = new StrictRequests(office);
        return new Operations(List.of(
                get("/config", "getConf", program.config(),
                        shows("Shows everything, endpoints and sessions too", "ConfigDump")),
                post("/config", "setConf", program.replace(),
                        takes("Replaces everything", "ConfigRequest").recursive()),
                get("/admin", "getAdmin", program.admin(),
                        shows("Shows the program's settings and counters", "AdminDump")),
                post("/admin", "applyAdmin", program.changeAdmin(),
                        takes("Changes the program's settings", "AdminRequest")),

                get("/listeners", "getListeners", objects.list(LISTENER),
                        lists("Shows all listeners", "ListenerDump").recursive()),
                post("/listeners", "addListener", objects.add(LISTENER),
                        takes("Adds a listener; answers when its socket is bound", "ListenerRequest")),
                get("/listeners/{name}", "getListener", objects.show(LISTENER),
                        shows("Shows a listener", "ListenerDump").recursive()),
                delete("/listeners/{name}", "deleteListener", objects.delete(LISTENER),
                        deletes("Deletes a listener; answers when its socket is closed")),

                get("/clusters", "getClusters", objects.list(CLUSTER),
                        lists("Shows all clusters", "ClusterDump").recursive()),
                post("/clusters", "addCluster", objects.add(CLUSTER),
                        takes("Adds a cluster", "ClusterRequest")),
                get("/clusters/{name}", "getCluster", objects.show(CLUSTER),
                        shows("Shows a cluster", "ClusterDump").recursive()),
                delete("/clusters/{name}", "deleteCluster", objects.delete(CLUSTER),
                        deletes("Deletes a cluster with its endpoints")),
                get("/clusters/{name}/endpoints", "getEndPoints", parts.endpoints(),
                        lists("Shows a cluster's endpoints", "EndPointDump")),
                post("/clusters/{name}/endpoints", "addEndPoint", parts.addEndpoint(),
                        takes("Adds an endpoint to a cluster", "EndPointRequest")),
                get("/endpoints/{name}", "getEndPoint", objects.show(ENDPOINT),
                        shows("Shows an endpoint of whatever cluster", "EndPointDump")),
                delete("/endpoints/{name}", "deleteEndPoint", objects.delete(ENDPOINT),
                        deletes("Deletes an endpoint")),

                get("/rulelists", "getRuleLists", objects.list(RULE_LIST),
                        lists("Shows all rule lists", "RuleListDump").recursive()),
                post("/rulelists", "addRuleList", objects.add(RULE_LIST),
                        takes("Adds a rule list", "RuleListRequest")),
                get("/rulelists/{name}", "getRuleList", objects.show(RULE_LIST),
                        shows("Shows a rule list", "RuleListDump").recursive()),
                delete("/rulelists/{name}", "deleteRuleList", objects.delete(RULE_LIST),
                        deletes("Deletes a rule list")),
                get("/rulelists/{name}/rules/{position}", "getRuleFromRuleList", parts.rule(),
                        shows("Shows the rule at a position, from 0", "RuleDump").recursive()),
                post("/rulelists/{name}/rules/{position}", "addRuleToRuleList", parts.addRule(),
                        takes("Inserts a rule, or the name of one, before a position", "RuleAtRequest")),
                delete("/rulelists/{name}/rules/{position}", "deleteRuleFromRuleList", parts.deleteRule(),
                        deletes("Takes a rule off the list, by position or name")),

                get("/rules", "getRules", objects.list(RULE),
                        lists("Shows all rules", "RuleDump").recursive()),
                post("/rules", "addRule", objects.add(RULE), takes("Adds a rule", "RuleRequest")),
                get("/rules/{name}", "getRule", objects.show(RULE),
                        shows("Shows a rule", "RuleDump").recursive()),
                delete("/rules/{name}", "deleteRule", objects.delete(RULE), deletes("Deletes a rule")),

                get("/routes", "getRoutes", objects.list(ROUTE),
                        lists("Shows all routes", "RouteDump").recursive()),
                post("/routes", "addRoute", objects.add(ROUTE), takes("Adds a route", "RouteRequest")),
                get("/routes/{name}", "getRoute", objects.show(ROUTE),
                        shows("Shows a route", "RouteDump").recursive()),
                delete("/routes/{name}", "deleteRoute", objects.delete(ROUTE), deletes("Deletes a route")),

                get("/sessions", "getSessions", sessions.list(),
                        lists("Shows all sessions, that of the request too", "SessionDump")),
                get("/sessions/{name}", "getSession", sessions.show(),
                        shows("Shows a session", "SessionDump")),
                delete("/sessions/{name}", "deleteSession", sessions.delete(), Sheet.ends("Ends a session")),

                get("/openapi.json", "getOpenApiJson", documents.json(),
                        describes("Shows this document", "application/json")),
                get("/openapi.yaml", "getOpenApiYaml", documents.yaml(),
                        describes("Shows this document as YAML", "application/yaml")))
                .stream().map(strict::guard).toList());
    }

    private static Operation get(String path, String id, Handler handler, Sheet sheet) {
        return new Operation("GET", ROOT + path, id, handler, sheet);
    }

    private static Operation post(String path, String id, Handler handler, Sheet sheet) {
        return new Operation("POST", ROOT + path, id, understood(handler), sheet);
    }

    private static Operation delete(String path, String id, Handler handler, Sheet sheet) {
        return new Operation("DELETE", ROOT + path, id, understood(handler), sheet);
    }

    /** {@return the same handler, for calls that leave no doubt whether the change is to be made} */
    private static Handler understood(Handler handler) {
        return (call, done) -> call.misread().ifPresentOrElse(done, () -> handler.handle(call, done));
    }
}
