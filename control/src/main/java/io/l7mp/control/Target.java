package io.l7mp.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a request goes. Each segment is decoded by itself, so that a name may hold a slash; a slash at the end is left out, a
 * doubled one is an empty segment.
 *
 * @param segments of the path
 * @param query parameters; the first of one name counts
 */
record Target(List<String> segments, Map<String, String> query) {
    Target {
        segments = List.copyOf(segments);
        query = Map.copyOf(query);
    }

    /** {@return the target; nothing where the path cannot be decoded} */
    static Optional<Target> of(String coded) {
        int mark = coded.indexOf('?');
        var path = mark < 0 ? coded : coded.substring(0, mark);
        var segments = new ArrayList<String>();
        for (var segment : inner(path).split("/", -1)) {
            var text = PercentCoding.decode(segment);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            segments.add(text.get());
        }
        return Optional.of(new Target(segments, mark < 0 ? Map.of() : query(coded.substring(mark + 1))));
    }

    private static String inner(String path) {
        int from = path.startsWith("/") ? 1 : 0;
        return path.substring(from, path.endsWith("/") ? Math.max(from, path.length() - 1) : path.length());
    }

    private static Map<String, String> query(String coded) {
        var query = new LinkedHashMap<String, String>();
        for (var pair : coded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                query.putIfAbsent(word(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : word(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String word(String coded) {
        return PercentCoding.decode(coded.replace('+', ' ')).orElse(coded);
    }
}
