package io.l7mp.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.config.JsonCodec;
import io.l7mp.config.TextFormat;
import io.l7mp.core.change.Office;
import io.l7mp.core.change.Result;
import io.l7mp.core.cluster.Plumbing;
import io.l7mp.core.cluster.Resolver;
import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.Registry;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimPeer;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimSpec;
import io.l7mp.testkit.SimWorld;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The API on a simulated world: real office, real sessions, and a listener whose peers bring the metadata of requests. */
final class SimApi {
    /** What strangers have to show. */
    static final String TOKEN = "0123456789abcdef";

    private static final JsonCodec JSON = new JsonCodec();
    private static final String CONFIGURATION = """
            listeners:
              - name: api
                spec: { protocol: Sim, port: 1 }
                rules:
                  - action:
                      route:
                        destination: { name: controller, spec: { protocol: L7mpController } }
            """;

    final SimWorld world;
    final Totals totals = new Totals();
    final Office office;

    SimApi(long seed) {
        world = new SimWorld(seed, 2);
        var registry = new Registry(List.of(new SimProtocol(world.net())));
        var facilities = new Facilities(List.<Loop>copyOf(world.loops()), world.buffers(), world.blocking(),
                world.blocking(),
                JSON,
                world.clock(), world.random(), Duration.ofSeconds(1), totals);
        var resolver = new Resolver(world.blocking(),
                _ -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.1")});
        office = new Office(registry, new Plumbing(registry, facilities, resolver), facilities);
        registry.seal(List.of(new L7mpControllerProtocol(office, "1.2.3", TOKEN),
                new PrometheusProtocol(office, new MetricsPage(office, "1.2.3", List::of))));
        load(CONFIGURATION);
    }

    void load(String yaml) {
        var results = new ArrayList<Result>();
        var document = (Json.Obj) TextFormat.readAny(yaml.getBytes(UTF_8), 1 << 20);
        office.submit(edit -> edit.load(document), results::add);
        world.runUntil(() -> !results.isEmpty(), Duration.ofMinutes(1));
        if (!(results.getFirst() instanceof Result.Applied)) {
            throw new AssertionError(results.toString());
        }
    }

    /**
     * What came back.
     *
     * @param status of the answer
     * @param headers of the answer, by name
     * @param text the body
     */
    record Reply(long status, Json.Obj headers, String text) {
        Json json() {
            return JSON.read(text);
        }

        String content() {
            return json() instanceof Json.Obj body
                    && body.get("content").orElse(Json.NULL) instanceof Json.Text(var it)
                            ? it
                            : "";
        }

        String header(String name) {
            return headers.get(name).orElse(Json.NULL) instanceof Json.Text(var it) ? it : "";
        }
    }

    static Metadata request(String method, String path, String contentType) {
        return request(method, path, contentType, "127.0.0.1");
    }

    static Metadata request(String method, String path, String contentType, String caller) {
        return Metadata.of(Json.obj("IP", Json.obj("src_addr", caller, "dst_addr", "127.0.0.1"), "HTTP",
                Json.obj("method", method, "url", Json.obj("path", path), "headers",
                        contentType.isEmpty() ? Json.EMPTY : Json.obj("content-type", contentType))));
    }

    SimPeer dial(Metadata request) {
        return world.net().dial(SimSpec.bytes(1), 1, request);
    }

    Reply get(String path) {
        return ask(request("GET", path, ""), "");
    }

    Reply delete(String path) {
        return ask(request("DELETE", path, ""), "");
    }

    Reply post(String path, String yaml) {
        return ask(request("POST", path, "text/x-yaml"), yaml);
    }

    Reply ask(Metadata request, String body) {
        var peer = dial(request);
        if (!body.isEmpty()) {
            peer.send(body);
        }
        peer.finish();
        world.runUntil(() -> peer.closed().isPresent(), Duration.ofMinutes(1));
        return reply(peer);
    }

    static Reply reply(SimPeer peer) {
        var head = peer.answer().orElseThrow(() -> new AssertionError("no answer, " + peer.closed()));
        var http = (Json.Obj) head.json().get("HTTP").orElseThrow();
        var status = (Json.Num) http.get("status").orElseThrow();
        var text = peer.text();
        var reply = new Reply(status.value().longValue(), (Json.Obj) http.get("headers").orElseThrow(), text);
        if (!reply.header("Content-Length").equals(Integer.toString(text.getBytes(UTF_8).length))) {
            throw new AssertionError("length " + reply.header("Content-Length") + " of " + text);
        }
        return reply;
    }
}
