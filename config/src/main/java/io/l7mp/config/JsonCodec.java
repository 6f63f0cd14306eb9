package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON text to values and back. Token by token, so that depth and doubled members are refused before anything is built. */
public final class JsonCodec implements JsonText {
    /** How deeply values may be nested, in any text. */
    static final int DEEPEST = 100;

    /** The length of the text is bounded before; parts of it need no bounds of their own. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
            .build();
    private static final Pattern SOURCE = Pattern.compile(" \\([\\w ]+ at \\[Source: [^\\]]*\\]\\)");

    /** Makes a codec; it has no state. */
    public JsonCodec() {}

    @Override
    public Json read(String text) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw wrong(parser, "the text is empty");
            }
            var value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw wrong(parser, "something follows the value");
            }
            return value;
        } catch (TooDeep e) {
            throw e.told();
        } catch (JacksonException e) {
            throw wrong(e.getLocation(), SOURCE.matcher(e.getOriginalMessage()).replaceAll(""));
        }
    }

    @Override
    public String write(Json value) {
        return JsonLayout.TERSE.write(value);
    }

    private static Json value(JsonParser in, int depth) {
        var token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> object(in, inner(in, depth));
            case START_ARRAY -> array(in, inner(in, depth));
            case VALUE_STRING -> Json.of(in.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Numbers.decimal(in.getString())
                    .orElseThrow(() -> wrong(in, "the number is too large"));
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.NULL;
            case null, default -> throw wrong(in, "a value is expected here");
        };
    }

    private static int inner(JsonParser in, int depth) {
        if (depth == DEEPEST) {
            throw new TooDeep(place(in.currentTokenLocation()));
        }
        return depth + 1;
    }

    private static Json object(JsonParser in, int depth) {
        var members = new LinkedHashMap<String, Json>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = in.currentName();
            if (members.containsKey(name)) {
                throw wrong(in, "member \"" + name + "\" stands twice in one object");
            }
            in.nextToken();
            try {
                members.put(name, value(in, depth));
            } catch (TooDeep e) {
                throw e.inMember(name);
            }
        }
        return new Json.Obj(members);
    }

    private static Json array(JsonParser in, int depth) {
        var items = new ArrayList<Json>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            try {
                items.add(value(in, depth));
            } catch (TooDeep e) {
                throw e.inItem(items.size());
            }
        }
        return new Json.Arr(items);
    }

    private static ConfigException wrong(JsonParser in, String why) {
        return wrong(in.currentTokenLocation(), why);
    }

    private static ConfigException wrong(@Nullable TokenStreamLocation at, String why) {
        if (at == null) {
            return new ConfigException("", "the text", why);
        }
        return new ConfigException("", place(at), why + " (" + place(at) + ")");
    }

    private static String place(TokenStreamLocation at) {
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
