package io.l7mp.config;

/**
 * Where an object that is added was written.
 *
 * @param path in the text, for problems
 * @param embedder serial of the object around it; 0 for none
 * @param stem what its name begins with if it has none; empty where it must have one
 */
record Place(String path, long embedder, String stem) {
    /** {@return the place of an object that stands by itself} */
    static Place alone(String path) {
        return new Place(path, 0, "");
    }

    /** {@return the place of an object written inside another} */
    static Place inside(Identity owner, String path, String stem) {
        return new Place(path, owner.serial(), stem);
    }
}
