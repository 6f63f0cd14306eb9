package io.l7mp.core.session;

import io.l7mp.spi.Drop;
import io.l7mp.spi.Json;
import java.util.LinkedHashMap;

/**
 * What went in one direction: what passed the first lane of it, and what all of its stages threw away. On the session's loop.
 *
 * @param bytes that its first stage delivered
 * @param messages likewise
 * @param drops by cause, those that happened
 */
record Traffic(long bytes, long messages, Json.Obj drops) {
    private static final Traffic NONE = new Traffic(0, 0, Json.EMPTY);

    /** {@return what went from the source to the destination} */
    static Traffic ingress(Pipeline pipeline) {
        return pipeline.size() == 0 ? NONE : of(pipeline, 0, pipeline.destination(), 0);
    }

    /** {@return what came back; what the last stage delivered, which is what went to the source} */
    static Traffic egress(Pipeline pipeline) {
        return pipeline.size() == 0
                ? NONE
                : of(pipeline, pipeline.destination(), pipeline.size(), pipeline.size() - 1);
    }

    private static Traffic of(Pipeline pipeline, int first, int end, int counted) {
        var lane = pipeline.lane(counted);
        return new Traffic(lane.bytes(), lane.messages(), drops(pipeline, first, end));
    }

    private static Json.Obj drops(Pipeline pipeline, int first, int end) {
        var drops = new LinkedHashMap<String, Json>();
        for (var why : Drop.values()) {
            long count = 0;
            for (int i = first; i < end; i++) {
                // A full receive queue is a matter of the stage that is read, everything else of the one that is written to.
                count += pipeline.lane(why == Drop.QUEUE_FULL ? i : i + 1).dropped(why);
            }
            if (count > 0) {
                drops.put(why.label(), Json.of(count));
            }
        }
        return new Json.Obj(drops);
    }

    Json.Obj json() {
        return Json.obj("bytes", bytes, "messages", messages, "drops", drops);
    }
}
