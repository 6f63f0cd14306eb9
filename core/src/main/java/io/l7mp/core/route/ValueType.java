package io.l7mp.core.route;

import io.l7mp.spi.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The words of the {@code type} predicate. */
final class ValueType {
    /** Longer texts are no addresses. */
    private static final int LONGEST = 8192;
    /** Longer texts are no times and no languages, so no pattern sees them. */
    private static final int LONGEST_WORD = 256;

    private static final String CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})";
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private ValueType() {}

    /** Asks whether a value has the type; for a word that names none the answer is no. */
    static Condition.OfValue test(String word) {
        return switch (word) {
            case "undefined" -> (value, _) -> value.isEmpty();
            case "number" -> of(Json.Num.class::isInstance);
            case "string" -> of(Json.Text.class::isInstance);
            case "boolean" -> of(Json.Bool.class::isInstance);
            case "array" -> of(Json.Arr.class::isInstance);
            case "null" -> of(Json.Null.class::isInstance);
            // Arrays and null are objects too, as JavaScript's typeof has it.
            case "object" ->
                of(v -> v instanceof Json.Obj || v instanceof Json.Arr || v instanceof Json.Null);
            case "date" -> text(DAY);
            case "time" -> text(CLOCK);
            case "date-time" -> text(DAY + "T" + CLOCK);
            case "lang" -> text("[a-z]{2,3}(-[A-Z]{2,3}(-[A-Za-z]{4})?)?");
            case "lang-range" -> text("([*]|[A-Za-z]{1,8})(-([*]|[A-Za-z0-9]{1,8}))*+");
            case "iri" -> text(text -> uri(text).isPresent());
            case "absolute-iri" -> text(text -> uri(text).filter(ValueType::isOfTheWeb).isPresent());
            default -> (_, _) -> false;
        };
    }

    private static Condition.OfValue of(Predicate<Json> type) {
        return (value, _) -> value.filter(type).isPresent();
    }

    private static Condition.OfValue text(Predicate<String> type) {
        return of(
                value -> value instanceof Json.Text(var text) && text.length() <= LONGEST && type.test(text));
    }

    private static Condition.OfValue text(String pattern) {
        var fits = Pattern.compile(pattern).asMatchPredicate();
        return text(text -> text.length() <= LONGEST_WORD && fits.test(text));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(URI::isAbsolute);
        } catch (URISyntaxException _) { // what the peer sent is none
            return Optional.empty();
        }
    }

    private static boolean isOfTheWeb(URI uri) {
        var authority = uri.getRawAuthority();
        return authority != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }
}
