package io.l7mp.control;

import static io.l7mp.config.ObjectKind.CLUSTER;
import static io.l7mp.config.ObjectKind.ENDPOINT;
import static io.l7mp.config.ObjectKind.LISTENER;
import static io.l7mp.config.ObjectKind.ROUTE;
import static io.l7mp.config.ObjectKind.RULE;
import static io.l7mp.config.ObjectKind.RULE_LIST;

import io.l7mp.core.change.Office;
import java.util.List;

/**
 * The table of everything that can be asked for.
 *
 * @param all in the order of the reference
 */
record Operations(List<Operation> all) {
    private static final String ROOT = "/api/v1";

    Operations {
        all = List.copyOf(all);
    }

    /** {@return the operations on a running proxy} */
    static Operations on(Office office, String version) {
        var program = new ProgramHandlers(office, version);
        var objects = new ObjectHandlers(office);
        var parts = new PartHandlers(office);
        var sessions = new SessionHandlers(office.hall().sessions());
        return new Operations(List.of(
                get("/config", "getConf", program.config()),
                post("/config", "setConf", ProgramHandlers.NOT_IMPLEMENTED),
                get("/admin", "getAdmin", program.admin()),
                post("/admin", "applyAdmin", ProgramHandlers.NOT_IMPLEMENTED),

                get("/listeners", "getListeners", objects.list(LISTENER)),
                post("/listeners", "addListener", objects.add(LISTENER)),
                get("/listeners/{name}", "getListener", objects.show(LISTENER)),
                delete("/listeners/{name}", "deleteListener", objects.delete(LISTENER)),

                get("/clusters", "getClusters", objects.list(CLUSTER)),
                post("/clusters", "addCluster", objects.add(CLUSTER)),
                get("/clusters/{name}", "getCluster", objects.show(CLUSTER)),
                delete("/clusters/{name}", "deleteCluster", objects.delete(CLUSTER)),
                get("/clusters/{name}/endpoints", "getEndPoints", parts.endpoints()),
                post("/clusters/{name}/endpoints", "addEndPoint", parts.addEndpoint()),
                get("/endpoints/{name}", "getEndPoint", objects.show(ENDPOINT)),
                delete("/endpoints/{name}", "deleteEndPoint", objects.delete(ENDPOINT)),

                get("/rulelists", "getRuleLists", objects.list(RULE_LIST)),
                post("/rulelists", "addRuleList", objects.add(RULE_LIST)),
                get("/rulelists/{name}", "getRuleList", objects.show(RULE_LIST)),
                delete("/rulelists/{name}", "deleteRuleList", objects.delete(RULE_LIST)),
                get("/rulelists/{name}/rules/{position}", "getRuleFromRuleList", parts.rule()),
                post("/rulelists/{name}/rules/{position}", "addRuleToRuleList", parts.addRule()),
                delete("/rulelists/{name}/rules/{position}", "deleteRuleFromRuleList", parts.deleteRule()),

                get("/rules", "getRules", objects.list(RULE)),
                post("/rules", "addRule", objects.add(RULE)),
                get("/rules/{name}", "getRule", objects.show(RULE)),
                delete("/rules/{name}", "deleteRule", objects.delete(RULE)),

                get("/routes", "getRoutes", objects.list(ROUTE)),
                post("/routes", "addRoute", objects.add(ROUTE)),
                get("/routes/{name}", "getRoute", objects.show(ROUTE)),
                delete("/routes/{name}", "deleteRoute", objects.delete(ROUTE)),

                get("/sessions", "getSessions", sessions.list()),
                get("/sessions/{name}", "getSession", sessions.show()),
                delete("/sessions/{name}", "deleteSession", sessions.delete())));
    }

    private static Operation get(String path, String id, Handler handler) {
        return new Operation("GET", ROOT + path, id, handler);
    }

    private static Operation post(String path, String id, Handler handler) {
        return new Operation("POST", ROOT + path, id, handler);
    }

    private static Operation delete(String path, String id, Handler handler) {
        return new Operation("DELETE", ROOT + path, id, handler);
    }
}
