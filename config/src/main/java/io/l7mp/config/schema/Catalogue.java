package io.l7mp.config.schema;

import io.l7mp.config.ProtocolTypes;
import io.l7mp.spi.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All shapes by name: what may be written, what is dumped, and the settings of every protocol there is. Made once, when somebody
 * asks.
 */
public final class Catalogue {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /**
     * Writes the catalogue.
     *
     * @param types the protocols there are
     */
    public Catalogue(ProtocolTypes types) {
        Objects.putInto(shapes);
        new Specs(types).putInto(shapes);
        Dumps.putInto(shapes);
    }

    /** {@return everything, by name} */
    public Map<String, Shape> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    /**
     * Looks up a shape.
     *
     * @param name its name
     * @return the shape
     */
    public Shape get(String name) {
        var shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("nobody described a " + name);
        }
        return shape;
    }

    /**
     * Holds a value against a shape as strict mode does.
     *
     * @param shape what it should be
     * @param value what it is
     * @param root where it stands, such as {@code .requestBody}; empty where it is all there is
     * @return what is wrong with it, only the first of very much
     */
    public List<Violation> violations(Shape shape, Json value, String root) {
        return violations(shape, value, root, false);
    }

    /**
     * Holds a value against everything that is told of it, which is more than strict mode minds.
     *
     * @param shape what it should be
     * @param value what it is
     * @return what is wrong with it
     */
    public List<Violation> deviations(Shape shape, Json value) {
        return violations(shape, value, "", true);
    }

    private List<Violation> violations(Shape shape, Json value, String root, boolean everything) {
        var check = new Check(this, everything);
        check.value(shape, value, new Spot(root, "#"));
        return check.violations();
    }

    /**
     * Holds parameters of a request against what an operation declares; each is a text that is read as what it should be.
     *
     * @param declared all that there may be
     * @param given what there is, by name
     * @param root where they stand, such as {@code .query}
     * @return what is wrong with them
     */
    public List<Violation> parameters(Shape.Struct declared, Map<String, String> given, String root) {
        return new Parameters(this, declared).violations(given, new Spot(root, "#" + root.replace('.', '/')));
    }
}
