package io.l7mp.core.session;

import io.l7mp.core.stream.Lane;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Traits;

/**
 * The ring of a session: its stages, the lane that leaves each of them, and how far an orderly end has come along it. Decides
 * nothing; the session does. On the session's loop.
 */
final class Pipeline {
    /** Of a session that has no route yet. */
    static final Pipeline NONE = new Pipeline(new Stage[0], new Lane[0], 0);

    private final Stage[] stages;
    private final Lane[] lanes;
    private final int destination;
    private final Finishing finishing;

    /**
     * Joins stages and lanes.
     *
     * @param stages source, ingress transforms, destination, egress transforms
     * @param lanes the lane that leaves each of them
     * @param destination where in the ring the destination is
     */
    Pipeline(Stage[] stages, Lane[] lanes, int destination) {
        this.stages = stages;
        this.lanes = lanes;
        this.destination = destination;
        finishing = new Finishing(lanes, destination);
    }

    int size() {
        return stages.length;
    }

    int destination() {
        return destination;
    }

    Stage stage(int index) {
        return stages[index];
    }

    Stage[] stages() {
        return stages;
    }

    Lane lane(int index) {
        return lanes[index % lanes.length];
    }

    Finishing finishing() {
        return finishing;
    }

    /** {@return whether all stages from this one on have their stream} */
    boolean isLiveFrom(int first) {
        for (int i = first; i < stages.length; i++) {
            if (!stages[i].isLive()) {
                return false;
            }
        }
        return true;
    }

    /** Tells the lanes what they carry: a stage may come back as something else, if its cluster was changed meanwhile. */
    void shape(Traits source) {
        for (int i = 0; i < stages.length; i++) {
            lanes[i].shape(input(i + 1, source), i + 1 == stages.length ? source : input(i + 2, source));
        }
    }

    void flow() {
        for (var lane : lanes) {
            lane.flow();
        }
    }

    /** {@return what the stages before this one keep of what the source gives} */
    Traits input(int index, Traits source) {
        var traits = source;
        for (int i = 1; i < index; i++) {
            var before = traits;
            traits = stages[i].cluster().map(cluster -> cluster.traits(before)).orElse(before);
        }
        return traits;
    }

    /** {@return whether bytes passed a stage that has no borders to begin again at} */
    boolean isTornByteStream(int index) {
        var before = lanes[(index + lanes.length - 1) % lanes.length];
        boolean used = before.bytes() > 0 || lanes[index].bytes() > 0;
        return used && (before.carriesBytes() || lanes[index].carriesBytes());
    }

    /** {@return whether no stage has a stream} */
    boolean isEmpty() {
        for (var lane : lanes) {
            if (lane.stream() != null) {
                return false;
            }
        }
        return true;
    }

    /** {@return what all stages threw away, for this reason} */
    long dropped(Drop why) {
        long sum = 0;
        for (var lane : lanes) {
            sum += lane.dropped(why);
        }
        return sum;
    }

    /** {@return where a stage is, in words that clients know} */
    String place(Stage stage) {
        if (stage.index() == destination) {
            return "destination cluster " + stage.origin();
        }
        return "Cluster " + stage.origin() + " on the " + (stage.index() < destination ? "ingress" : "egress")
                + " chain";
    }
}
