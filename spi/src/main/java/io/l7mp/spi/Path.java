package io.l7mp.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A place in a JSON document: reading and writing of {@code spec/proxy.md}, section 5.4, with the escapes of RFC 6901.
 *
 * <p>The leading slash is optional, one trailing slash is ignored, {@code /} is the whole document and the empty path is nowhere.
 * Segments of digits index arrays and are ordinary names in objects. An empty segment inside stops a write and finds nothing.
 *
 * @param text as it was written
 * @param segments unescaped names from the root
 */
public record Path(String text, List<String> segments) {
    /** An array is not filled up with nulls beyond this index; a write there is refused. */
    private static final int LONGEST_ARRAY = 10_000;

    /** Writing goes one step down for each segment. */
    private static final int MOST_SEGMENTS = 100;

    /** Copies what could change. */
    public Path {
        segments = List.copyOf(segments);
    }

    /**
     * Takes a path apart.
     *
     * @param text such as {@code /HTTP/url/path}
     * @return the path
     */
    public static Path of(String text) {
        var inner = text.startsWith("/") ? text.substring(1) : text;
        if (inner.endsWith("/")) {
            inner = inner.substring(0, inner.length() - 1);
        }
        var segments = new ArrayList<String>();
        if (!inner.isEmpty()) {
            for (var segment : inner.split("/", -1)) {
                segments.add(segment.replace("~1", "/").replace("~0", "~"));
            }
        }
        return new Path(text, segments);
    }

    /**
     * Reads what is there.
     *
     * @param document where to look
     * @return the value, or nothing if there is none
     */
    public Optional<Json> get(Json document) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var here = document;
        for (var segment : segments) {
            var next = child(here, segment);
            if (next.isEmpty()) {
                return next;
            }
            here = next.get();
        }
        return Optional.of(here);
    }

    private static Optional<Json> child(Json parent, String segment) {
        return switch (parent) {
            case Json.Obj object -> segment.isEmpty() ? Optional.empty() : object.get(segment);
            case Json.Arr array -> {
                int i = index(segment);
                yield i >= 0 && i < array.items().size()
                        ? Optional.of(array.items().get(i))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** {@return the array index that a segment is, or -1} */
    private static int index(String segment) {
        if (segment.isEmpty() || segment.length() > 9) {
            return -1;
        }
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) < '0' || segment.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(segment);
    }

    /**
     * Writes a value. What is missing on the way is made as objects, and a scalar in the way is replaced by one.
     *
     * @param document where to write; it stays as it is
     * @param value what to put there
     * @return the document with the value in it
     * @throws ConfigException if an array would have to grow past 10,000 items, or the path has more than 100 segments
     */
    public Json set(Json document, Json value) {
        if (segments.size() > MOST_SEGMENTS) {
            throw new ConfigException("path", text, "at most " + MOST_SEGMENTS + " segments");
        }
        return set(document, 0, value);
    }

    private Json set(Json here, int depth, Json value) {
        if (depth == segments.size()) {
            return value;
        }
        var segment = segments.get(depth);
        if (segment.isEmpty()) {
            return here instanceof Json.Obj || here instanceof Json.Arr ? here : Json.EMPTY;
        }
        var inner = set(child(here, segment).orElse(Json.EMPTY), depth + 1, value);
        int i = index(segment);
        return here instanceof Json.Arr array && i >= 0 ? put(array, i, inner) : put(here, segment, inner);
    }

    private static Json put(Json here, String name, Json value) {
        var members = new LinkedHashMap<String, Json>();
        if (here instanceof Json.Obj object) {
            members.putAll(object.members());
        }
        members.put(name, value);
        return new Json.Obj(members);
    }

    private Json put(Json.Arr array, int index, Json value) {
        if (index > LONGEST_ARRAY) {
            throw new ConfigException("path", text, "an array index up to " + LONGEST_ARRAY);
        }
        var items = new ArrayList<>(array.items());
        while (items.size() <= index) {
            items.add(Json.NULL);
        }
        items.set(index, value);
        return new Json.Arr(items);
    }
}
