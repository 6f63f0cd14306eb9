package io.l7mp.config.schema;

import io.l7mp.config.Settings;
import io.l7mp.spi.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** Reads off the records of settings what they are called, what they are and what they are by default. */
final class Records {
    private Records() {}

    /**
     * Completes what strict mode says of an object with what its record knows: defaults, and settings that strict mode leaves alone.
     *
     * @param strict what is checked
     * @param type the record that it is decoded into
     */
    static Shape.Struct described(Shape.Struct strict, Class<? extends Record> type) {
        var record = struct(type);
        var members = new ArrayList<Member>();
        for (var member : strict.members()) {
            members.add(record.member(member.name()).map(known -> merged(member, known)).orElse(member));
        }
        record.members().stream().filter(member -> strict.member(member.name()).isEmpty())
                .forEach(members::add);
        return new Shape.Struct(members);
    }

    private static Member merged(Member strict, Member known) {
        var member = strict.missing().equals(Json.NULL) ? strict.orElse(known.missing()) : strict;
        if (!(strict.shape() instanceof Shape.Struct left && known.shape() instanceof Shape.Struct right)) {
            return member;
        }
        var all = new ArrayList<>(left.members());
        right.members().stream().filter(other -> left.member(other.name()).isEmpty()).forEach(all::add);
        return member.of(new Shape.Struct(all));
    }

    private static Shape.Struct struct(Class<?> type) {
        return new Shape.Struct(Settings.of(type).stream().map(Records::member).toList());
    }

    private static Member member(Settings.Setting setting) {
        var shape = shape(setting.component().getGenericType());
        var names = setting.keys();
        return new Member(names.getFirst(), shape, Member.Need.TOLD, names.subList(1, names.size()), "",
                setting.missing().filter(Records::tells).orElse(Json.NULL));
    }

    /** {@return whether a default says more than that there is none} */
    private static boolean tells(Json value) {
        return !value.equals(Json.EMPTY) && !value.equals(Json.of("")) && !value.equals(Json.of(List.of()));
    }

    private static Shape shape(Type type) {
        if (type instanceof ParameterizedType generic) {
            var item = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? new Shape.ListOf(shape(item[0]))
                    : new Shape.Table(shape(item[1]));
        }
        return switch ((Class<?>) type) {
            case Class<?> c when c == String.class || c == Json.Text.class -> Shape.TEXT;
            case Class<?> c when c == boolean.class || c == Boolean.class -> Shape.TRUTH;
            case Class<?> c when c == int.class || c == Integer.class || c == long.class || c == Long.class ->
                Shape.WHOLE;
            case Class<?> c when c == double.class || c == Double.class -> new Shape.Real();
            case Class<?> c when c == Json.Obj.class -> Shape.OBJECT;
            case Class<?> c when c == Json.Arr.class -> new Shape.ListOf(Shape.ANY);
            case Class<?> c when c.isRecord() && !Json.class.isAssignableFrom(c) -> struct(c);
            default -> Shape.ANY;
        };
    }
}
