package io.l7mp.core.cluster;

import io.l7mp.spi.Endpoint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * A table of endpoints, in which each has its share of places; a key belongs to the place at its hash. Endpoints take places in
 * turn, each in an order of its own that follows from its address and port; so when one leaves, the others keep nearly all of
 * theirs. The order in which endpoints were configured means nothing, and neither do their names but for equal addresses.
 */
final class MaglevTable {
    /** A prime, so that every order visits every place. */
    static final int PLACES = 65_537;

    private static final char FREE = Character.MAX_VALUE;
    private static final Comparator<Member> ORDER = Comparator.comparing(Member::endpoint,
            Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port)
                    .thenComparing(Endpoint::name));

    /** At each place the number of a member; of more members than places the last ones have none. */
    private final char[] places = new char[PLACES];
    private final List<Member> members;

    MaglevTable(List<Member> members) {
        this.members = members.stream().sorted(ORDER).limit(FREE).toList();
        fill();
    }

    private void fill() {
        Arrays.fill(places, FREE);
        var orders = orders();
        long heaviest = members.stream().mapToLong(Member::weight).max().orElse(1);
        int free = PLACES;
        for (long turn = 0; free > 0; turn++) {
            for (int i = 0; i < orders.length && free > 0; i++) {
                if (orders[i].hasTurn(turn, heaviest)) {
                    places[orders[i].next(places)] = (char) i;
                    free--;
                }
            }
        }
    }

    private Order[] orders() {
        var twins = new HashMap<String, Integer>();
        return members.stream().map(member -> {
            var where = member.endpoint().address() + " " + member.endpoint().port();
            int twin = twins.merge(where, 1, Integer::sum);
            return new Order(where + " " + twin, member.weight());
        }).toArray(Order[]::new);
    }

    /** {@return the endpoint that a key belongs to; if that is avoided, the one at the next place where one is not} */
    Member member(String key, Set<Member> avoided) {
        int home = place(Md5.of(key).getLong(0), PLACES);
        int place = home;
        for (int i = 0; i < PLACES && avoided.contains(at(place)); i++) {
            place = (place + 1) % PLACES;
        }
        return at(place);
    }

    private Member at(int place) {
        return members.get(places[place]);
    }

    private static int place(long hash, int places) {
        return (int) Long.remainderUnsigned(hash, places);
    }

    /** The order in which one member wants places. */
    private static final class Order {
        private final int step;
        private final long weight;
        private int wanted;
        private long taken;

        Order(String identity, long weight) {
            var hash = Md5.of(identity);
            this.weight = weight;
            wanted = place(hash.getLong(0), PLACES);
            step = 1 + place(hash.getLong(Long.BYTES), PLACES - 1);
        }

        /** {@return whether it may take one more place: each gets one in the first turn, the heaviest one in every turn} */
        boolean hasTurn(long turn, long heaviest) {
            return taken * heaviest <= turn * weight;
        }

        int next(char[] places) {
            while (places[wanted] != FREE) {
                wanted = (wanted + step) % PLACES;
            }
            taken++;
            return wanted;
        }
    }
}
