package io.l7mp.control;

import io.l7mp.config.schema.Member;
import io.l7mp.config.schema.Shape;
import java.util.ArrayList;
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
 * @param sheet what is told of it
 */
record Operation(String method, String path, String id, Handler handler, Sheet sheet) {
    private static final String POSITION = "position";

    /** {@return what stands in the places of the path, if these segments are this operation's} */
    Optional<Map<String, String>> match(List<String> segments) {
        var pattern = pattern();
        if (pattern.length != segments.size()) {
            return Optional.empty();
        }
        var places = new HashMap<String, String>();
        for (int i = 0; i < pattern.length; i++) {
            var segment = segments.get(i);
            if (isPlace(pattern[i]) && !segment.isEmpty()) {
                places.put(place(pattern[i]), segment);
            } else if (!pattern[i].equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(places);
    }

    private String[] pattern() {
        return path.substring(1).split("/", -1);
    }

    private static boolean isPlace(String segment) {
        return segment.startsWith("{");
    }

    private static String place(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    /** {@return what may stand in the places of the path; a rule is taken off a list by its name too} */
    Shape.Struct placesShape() {
        var members = new ArrayList<Member>();
        for (var segment : pattern()) {
            if (isPlace(segment)) {
                var name = place(segment);
                var number = name.equals(POSITION);
                members.add(Member.required(name, !number
                        ? Shape.TEXT
                        : method.equals("DELETE") ? Shape.either(Shape.WHOLE, Shape.TEXT) : Shape.WHOLE));
            }
        }
        return new Shape.Struct(members);
    }

    /** {@return whether it reads a body} */
    boolean takesBody() {
        return method.equals("POST");
    }

    /** {@return the same operation, carried out by another} */
    Operation with(Handler other) {
        return new Operation(method, path, id, other, sheet);
    }
}
