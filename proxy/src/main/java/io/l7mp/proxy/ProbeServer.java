package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.l7mp.core.metric.Exposition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Health, readiness and metrics on a port of their own, apart from all listeners: neither a busy event loop nor a configuration
 * without rules for it keeps them from answering. The JDK's own server on virtual threads; it is loaded only when a port is set.
 */
final class ProbeServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Bounds of the JDK's server, which reads them once; the times but the tick are in seconds. Whoever sets his own keeps them. */
    private static final Map<String, String> BOUNDS = Map.of(
            "jdk.httpserver.maxConnections", "256",
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.idleInterval", "5",
            "sun.net.httpserver.clockTick", "1000",
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxReqHeaderSize", "16384");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Readiness readiness;
    private final Supplier<byte[]> metrics;

    /** What is said. */
    private static final class Reply {
        private final int status;
        private final String type;
        private final byte[] body;

        Reply(int status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        static Reply text(int status, String line) {
            return new Reply(status, TEXT, (line + "\n").getBytes(UTF_8));
        }
    }

    private ProbeServer(HttpServer server, ExecutorService threads, Readiness readiness,
            Supplier<byte[]> metrics) {
        this.server = server;
        this.threads = threads;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    /** Listens and answers from now on. */
    static ProbeServer open(InetSocketAddress address, Readiness readiness, Supplier<byte[]> metrics)
            throws IOException {
        BOUNDS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
        var server = HttpServer.create(address, 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var probes = new ProbeServer(server, threads, readiness, metrics);
        server.setExecutor(threads);
        server.createContext("/", probes::answer);
        server.start();
        return probes;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** One answer for each connection: a scraper that keeps its connection would keep one of the few from others. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply = reply(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", reply.type);
            headers.set("Connection", "close");
            if (reply.status == 405) {
                headers.set("Allow", "GET, HEAD");
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", Integer.toString(reply.body.length));
                exchange.sendResponseHeaders(reply.status, -1);
            } else {
                exchange.sendResponseHeaders(reply.status, reply.body.length);
                exchange.getResponseBody().write(reply.body);
            }
        }
    }

    private Reply reply(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Reply.text(405, "only GET and HEAD");
        }
        return switch (path) {
            case "/metrics" -> new Reply(200, Exposition.CONTENT_TYPE, metrics.get());
            case "/healthz" -> Reply.text(200, "ok");
            case "/readyz" -> {
                var why = readiness.why();
                yield why.isEmpty() ? Reply.text(200, "ok") : Reply.text(503, why);
            }
            case null, default -> Reply.text(404, "not found; try /metrics, /healthz or /readyz");
        };
    }

    /** Closes the port and what is connected to it, at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
