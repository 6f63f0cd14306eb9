package io.l7mp.core.cluster;

/** Hears of what a {@link FileAppender} could not write. Any thread. */
public interface FileLosses {
    /** So many pieces are gone. */
    void lost(int pieces);

    /** Why, the first time. */
    void cannotWrite(Exception why);
}
