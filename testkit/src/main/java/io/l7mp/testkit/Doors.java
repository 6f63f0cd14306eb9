package io.l7mp.testkit;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Where a contract test's listener brings its peers: opens each at once, unless told otherwise. On the offers' loops. */
final class Doors implements Acceptor {
    final Queue<StreamEnd> accepted = new ConcurrentLinkedQueue<>();
    final Queue<Offer> offers = new ConcurrentLinkedQueue<>();
    private final Queue<StreamEnd> all;
    private final TestEnv env;
    private volatile Consumer<Offer> onOffer = this::open;
    private volatile Consumer<StreamEnd> onAccept = end -> {};

    Doors(TestEnv env, Queue<StreamEnd> all) {
        this.env = env;
        this.all = all;
    }

    /** Does something else with each offer from now on. */
    void onOffer(Consumer<Offer> action) {
        onOffer = action;
    }

    /** Prepares each end before it reads. */
    void onAccept(Consumer<StreamEnd> action) {
        onAccept = action;
    }

    void open(Offer offer) {
        var end = new StreamEnd(offer.open(Metadata.EMPTY), env.buffers());
        all.add(end);
        onAccept.accept(end);
        end.attach();
        accepted.add(end);
    }

    @Override
    public void offer(Offer offer) {
        offers.add(offer);
        onOffer.accept(offer);
    }
}
