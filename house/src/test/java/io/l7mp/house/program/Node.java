package io.l7mp.house.program;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of an answer of the API. */
record Node(@Nullable Object value) {
    Node at(String path) {
        Node here = this;
        for (var name : path.split("/")) {
            here = here.value instanceof Map<?, ?> map
                    ? new Node(map.get(name))
                    : here.value instanceof List<?> list
                            ? new Node(list.get(Integer.parseInt(name)))
                            : new Node(null);
        }
        return here;
    }

    String text() {
        return String.valueOf(value);
    }

    long number() {
        return value instanceof Number number ? number.longValue() : 0;
    }

    boolean isEmpty() {
        return value == null || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    List<Node> items() {
        return value instanceof List<?> list ? list.stream().map(Node::new).toList() : List.of();
    }

    Map<?, ?> members() {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    @Override
    public String toString() {
        return text();
    }
}
