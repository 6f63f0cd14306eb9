package io.l7mp.core.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Endpoints on a circle of 2^32 places, each on about forty of them times its share of the weight; a key belongs to the next place
 * at or after its own hash. Bit for bit what the reference does, so that sessions keep their endpoint across an upgrade.
 *
 * <p>Compatible down to its oddities: endpoints are told apart by address alone, the last of several with one address counts, and
 * one that is very light beside the others may get no place and is never chosen.
 */
final class HashRing {
    private static final double PLACES = 40;

    /** Sorted; the place, moved by 2^31 to where signed numbers sort as it does, in the upper 32 bits, and the member's index. */
    private final long[] places;
    private final List<Member> members;

    HashRing(List<Member> all) {
        var byAddress = new LinkedHashMap<String, Member>();
        for (var member : all) {
            byAddress.put(member.endpoint().address(), member);
        }
        this.members = List.copyOf(byAddress.values());
        this.places = places(members);
    }

    private static long[] places(List<Member> members) {
        long total = members.stream().mapToLong(Member::weight).sum();
        var places = new ArrayList<Long>();
        for (int member = 0; member < members.size(); member++) {
            // The order of these operations decides how the fraction is rounded.
            double share = (double) members.get(member).weight() / total;
            int count = (int) Math.floor(share * PLACES * members.size());
            for (int i = 0; i < count; i++) {
                places.add(hash(members.get(member).endpoint().address() + "-" + i) | member);
            }
        }
        var sorted = places.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** {@return how many places there are} */
    int size() {
        return places.length;
    }

    /** {@return the endpoint that a key belongs to; if that is avoided, the next one on the circle that is not} */
    Member member(String key, Set<Member> avoided) {
        int found = Arrays.binarySearch(places, hash(key));
        int home = found >= 0 ? found : -found - 1;
        for (int i = 0; i < places.length; i++) {
            var member = at(home + i);
            if (!avoided.contains(member)) {
                return member;
            }
        }
        return at(home);
    }

    private Member at(int place) {
        return members.get((int) places[place % places.length]);
    }

    private static long hash(String text) {
        return (long) (Md5.of(text).getInt() ^ Integer.MIN_VALUE) << 32;
    }
}
