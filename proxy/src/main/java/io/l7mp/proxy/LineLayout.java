package io.l7mp.proxy;

import static java.util.Objects.requireNonNullElse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;

/** One line for each message: time in UTC, level, who says it, what, and to whom it happened as {@code key=value}. */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3)
            .toFormatter();

    @Override
    public String doLayout(ILoggingEvent event) {
        var name = event.getLoggerName();
        var line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(label(event))
                .append(' ').append(name, name.lastIndexOf('.') + 1, name.length())
                .append(' ').append(LogText.line(requireNonNullElse(event.getFormattedMessage(), "")));
        for (var pair : requireNonNullElse(event.getKeyValuePairs(),
                List.<org.slf4j.event.KeyValuePair>of())) {
            line.append(' ').append(pair.key).append('=')
                    .append(LogText.value(String.valueOf(pair.value)));
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy()).lines()
                    .forEach(row -> line.append("    ").append(LogText.line(row.strip())).append('\n'));
        }
        return line.toString();
    }

    private static String label(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.TRACE_INT -> "sill";
            case Level.DEBUG_INT -> "verb";
            case Level.INFO_INT -> isNotice(event) ? "notice" : "info";
            case Level.WARN_INT -> "WARN";
            default -> "ERR!";
        };
    }

    static boolean isNotice(ILoggingEvent event) {
        return event.getMarkerList() != null && event.getMarkerList().contains(LogText.NOTICE);
    }
}
