package io.l7mp.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a setting is when it is not given. A component without this annotation is required. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** {@return the value as JSON text; for components of type {@code String} the plain text itself} */
    String value();

    /** {@return whether a dump shows the setting when it is what it would be if it were not given} */
    boolean shown() default true;
}
