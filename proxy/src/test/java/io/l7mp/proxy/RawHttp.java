package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection to the API, byte by byte as a client would do it. Closed by its test. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /**
     * What came back.
     *
     * @param status the code
     * @param headers by name in small letters
     * @param body as long as it was announced
     */
    record Reply(int status, Map<String, String> headers, String body) {}

    Reply get(String path) throws IOException {
        return ask("GET", path, "");
    }

    Reply delete(String path) throws IOException {
        return ask("DELETE", path, "");
    }

    Reply post(String path, String yaml) throws IOException {
        return ask("POST", path, yaml);
    }

    private Reply ask(String method, String path, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        send(method + " /api/v1" + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/yaml; charset=utf-8\r\n"
                + "Content-Length: " + bytes.length + "\r\n\r\n");
        send(bytes);
        return reply();
    }

    void send(String head) throws IOException {
        send(head.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Reply reply() throws IOException {
        var in = socket.getInputStream();
        var first = line(in);
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Reply(Integer.parseInt(first.split(" ")[1]), headers,
                new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
