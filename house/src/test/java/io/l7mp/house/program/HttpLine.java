package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;

/** One connection to an HTTP port, where requests are written by hand and answers are read to their last byte. */
final class HttpLine implements AutoCloseable {
    private final Wire wire;

    private HttpLine(Wire wire) {
        this.wire = wire;
    }

    static HttpLine to(int port) throws IOException {
        return to("127.0.0.1", port);
    }

    static HttpLine to(String address, int port) throws IOException {
        return new HttpLine(new Wire(SocketChannel.open(new InetSocketAddress(address, port))));
    }

    /** {@return a request as it goes over the wire} */
    static String request(String method, String path, String headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    /** {@return the same with a body in UTF-8; an empty type leaves the header out} */
    static byte[] request(String method, String path, String type, String body) {
        var bytes = body.getBytes(UTF_8);
        var kind = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
        var head = request(method, path, kind + "Content-Length: " + bytes.length + "\r\n")
                .getBytes(ISO_8859_1);
        var all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return all;
    }

    HttpAnswer ask(String method, String path, String type, String body) throws IOException {
        send(request(method, path, type, body));
        return answer(!method.equals("HEAD"));
    }

    HttpAnswer get(String path) throws IOException {
        send(request("GET", path, "").getBytes(ISO_8859_1));
        return answer(true);
    }

    void send(byte[] bytes) throws IOException {
        wire.write(bytes);
    }

    void send(String text) throws IOException {
        wire.write(text.getBytes(UTF_8));
    }

    HttpAnswer answer() throws IOException {
        return answer(true);
    }

    /** {@return the next answer} */
    HttpAnswer answer(boolean withBody) throws IOException {
        var head = wire.head();
        var headers = new LinkedHashMap<String, String>();
        for (var line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            if (headers.put(line.substring(0, colon), line.substring(colon + 1).strip()) != null) {
                throw new IOException("twice: " + line);
            }
        }
        int length = withBody ? Integer.parseInt(headers.getOrDefault("Content-Length", "0")) : 0;
        return new HttpAnswer(head.getFirst(), headers, new String(wire.exactly(length), UTF_8));
    }

    /** Ends what is sent, as a client that has no more to ask. */
    void finish() throws IOException {
        wire.shutdownOutput();
    }

    boolean atEnd() throws IOException {
        return wire.atEnd();
    }

    @Override
    public void close() {
        wire.close();
    }
}
