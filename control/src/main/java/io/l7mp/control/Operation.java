package io.l7mp.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the API.
 *
 * @param method of the request
 * @param path with names in braces where a segment may be anything
 * @param id its name in generated clients
 * @param handler carries it out
 */
record Operation(String method, String path, String id, Handler handler) {
    /** {@return what stands in the places of the path, if these segments are this operation's} */
    Optional<Map<String, String>> match(List<String> segments) {
        var pattern = path.substring(1).split("/", -1);
        if (pattern.length != segments.size()) {
            return Optional.empty();
        }
        var places = new HashMap<String, String>();
        for (int i = 0; i < pattern.length; i++) {
            var segment = segments.get(i);
            if (pattern[i].startsWith("{") && !segment.isEmpty()) {
                places.put(pattern[i].substring(1, pattern[i].length() - 1), segment);
            } else if (!pattern[i].equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(places);
    }

    /** {@return whether it reads a body} */
    boolean takesBody() {
        return method.equals("POST");
    }
}
