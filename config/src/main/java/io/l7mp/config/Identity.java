package io.l7mp.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which object this is.
 *
 * @param name unique in its kind, without white space
 * @param serial a number that no other object ever had: an object that was deleted and added again is another one
 * @param embedder the serial of the object in which this one was written, 0 if it was added by itself
 */
public record Identity(String name, long serial, long embedder) {
    /** {@return whether it was written inside another object} */
    public boolean isEmbedded() {
        return embedder != 0;
    }

    /** {@return whether both are the same object, not only of the same name} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identity that && serial == that.serial && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, serial);
    }
}
