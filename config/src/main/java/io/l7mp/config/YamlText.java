package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 with the core schema to values. Reads the parser's events and not its nodes: depth is bounded before there is anything to
 * recurse into, and aliases share one value, their expansion counted.
 */
final class YamlText {
    private static final long MOST_ALIASED = 4_000_000;
    /** What the reader looks ahead at the end of the text. */
    private static final int MARGIN = 1024;

    private final ParserImpl events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final CoreSchema schema = new CoreSchema();
    private long size;
    private long aliased;
    private int deepest;

    /** What an anchor names: the value, how much would be dumped of it, and how deep it is. */
    private record Anchored(Json value, long size, int depth) {}

    private YamlText(String text) {
        // The reader copies what it holds each time its buffer runs out inside a scalar, so all of the text has to fit.
        var settings = LoadSettings.builder().setSchema(schema).setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(text.length() + MARGIN).build();
        events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** {@return the only document's value, null if there is none} */
    static Json read(String text) {
        try {
            return new YamlText(text).document();
        } catch (TooDeep e) {
            throw e.told();
        } catch (MarkedYamlEngineException e) {
            var context = e.getContext();
            throw wrong((context == null ? "" : context + ": ") + e.getProblem(), e.getProblemMark());
        } catch (YamlEngineException e) {
            throw new ConfigException("", "the text", String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    private Json document() {
        events.next();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return Json.NULL;
        }
        events.next();
        var value = value(events.next(), 0);
        events.next();
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            throw wrong("a second document follows", events.peekEvent().getStartMark());
        }
        return value;
    }

    private Json value(Event event, int depth) {
        return switch (event) {
            case AliasEvent alias -> alias(alias, depth);
            case ScalarEvent scalar -> {
                size += 1 + scalar.getValue().length();
                var value = scalar(scalar);
                scalar.getAnchor().ifPresent(name -> anchors.put(name,
                        new Anchored(value, 1 + scalar.getValue().length(), 0)));
                yield value;
            }
            case CollectionStartEvent start -> collection(start, depth);
            default -> throw wrong("a value is expected here", event.getStartMark());
        };
    }

    private Json alias(AliasEvent alias, int depth) {
        var named = anchors.get(alias.getAlias());
        if (named == null) {
            throw wrong("alias *" + alias.getAlias().getValue() + " names nothing before it",
                    alias.getStartMark());
        }
        size += named.size();
        aliased += named.size();
        deepest = Math.max(deepest, depth + named.depth());
        if (aliased > MOST_ALIASED) {
            throw wrong("aliases stand for too much", alias.getStartMark());
        }
        return bounded(alias, named.value());
    }

    private Json bounded(Event at, Json value) {
        if (deepest > JsonCodec.DEEPEST) {
            throw new TooDeep(place(at.getStartMark()));
        }
        return value;
    }

    private Json collection(CollectionStartEvent start, int depth) {
        long before = size;
        int outside = deepest;
        size += 1;
        deepest = depth + 1;
        bounded(start, Json.NULL);
        var isMapping = start.getEventId() == Event.ID.MappingStart;
        var allowed = isMapping ? Tag.MAP : Tag.SEQ;
        if (start.getTag().filter(tag -> !tag.equals("!") && !tag.equals(allowed.getValue())).isPresent()) {
            throw wrong("tag " + start.getTag().get() + " is unknown", start.getStartMark());
        }
        var value = isMapping ? mapping(depth + 1) : sequence(depth + 1);
        int inside = deepest - depth;
        start.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(value, size - before, inside)));
        deepest = Math.max(outside, deepest);
        return value;
    }

    private Json sequence(int depth) {
        var items = new ArrayList<Json>();
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            try {
                items.add(value(event, depth));
            } catch (TooDeep e) {
                throw e.inItem(items.size());
            }
        }
        return new Json.Arr(items);
    }

    private Json mapping(int depth) {
        var members = new LinkedHashMap<String, Json>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            var name = key(event, depth);
            if (members.containsKey(name)) {
                throw wrong("key \"" + name + "\" stands twice in one mapping", event.getStartMark());
            }
            try {
                members.put(name, value(events.next(), depth));
            } catch (TooDeep e) {
                throw e.inMember(name);
            }
        }
        return new Json.Obj(members);
    }

    /** Keys are what they look like: {@code 1} and {@code true} are names too. */
    private String key(Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            var name = scalar.getValue();
            size += name.length();
            scalar.getAnchor().ifPresent(
                    anchor -> anchors.put(anchor, new Anchored(Json.of(name), 1 + name.length(), 0)));
            return name;
        }
        if (event instanceof AliasEvent && value(event, depth) instanceof Json.Text text) {
            return text.value();
        }
        throw wrong("only a text can be a key", event.getStartMark());
    }

    private Json scalar(ScalarEvent scalar) {
        var text = scalar.getValue();
        var looks = schema.getScalarResolver().resolve(text, true);
        var given = scalar.getTag().filter(tag -> !tag.equals("!"));
        if (given.isPresent() && !fits(looks, given.get())) {
            throw wrong("tag " + given.get() + " does not fit " + Excerpt.of(Json.of(text)),
                    scalar.getStartMark());
        }
        var untyped = given.isPresent()
                ? given.get().equals(Tag.STR.getValue())
                : !scalar.isPlain() || scalar.getTag().isPresent();
        if (untyped || looks.equals(Tag.STR) || looks.equals(Tag.MERGE)) {
            return Json.of(text);
        }
        if (looks.equals(Tag.NULL)) {
            return Json.NULL;
        }
        if (looks.equals(Tag.BOOL)) {
            return Json.of(Boolean.parseBoolean(text));
        }
        return Numbers.core(text).orElseThrow(() -> wrong(
                Excerpt.of(Json.of(text)) + " is no finite number of at most 64 bits",
                scalar.getStartMark()));
    }

    private static boolean fits(Tag looks, String given) {
        return given.equals(Tag.STR.getValue()) || given.equals(looks.getValue())
                || (looks.equals(Tag.INT) && given.equals(Tag.FLOAT.getValue()));
    }

    private static ConfigException wrong(String why, Optional<Mark> at) {
        var place = place(at);
        return new ConfigException("", place, place.isEmpty() ? why : why + " (" + place + ")");
    }

    private static String place(Optional<Mark> at) {
        return at.map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                .orElse("");
    }
}
