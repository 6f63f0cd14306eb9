package io.l7mp.core.cluster;

import io.l7mp.spi.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

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
    private final List<Endpoint> members;

    HashRing(List<Endpoint> endpoints) {
        var byAddress = new LinkedHashMap<String, Endpoint>();
        for (var endpoint : endpoints) {
            byAddress.put(endpoint.address(), endpoint);
        }
        this.members = List.copyOf(byAddress.values());
        this.places = places(members);
    }

    private static long[] places(List<Endpoint> members) {
        long total = members.stream().mapToLong(Endpoint::weight).sum();
        var md5 = md5();
        var places = new ArrayList<Long>();
        for (int member = 0; member < members.size(); member++) {
            // The order of these operations decides how the fraction is rounded.
            double share = (double) members.get(member).weight() / total;
            int count = (int) Math.floor(share * PLACES * members.size());
            for (int i = 0; i < count; i++) {
                places.add(hash(md5, members.get(member).address() + "-" + i) | member);
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

    /** {@return the endpoint that a key belongs to} */
    Endpoint member(String key) {
        int found = Arrays.binarySearch(places, hash(md5(), key));
        int next = found >= 0 ? found : -found - 1;
        return members.get((int) places[next < places.length ? next : 0]);
    }

    private static long hash(MessageDigest md5, String text) {
        var digest = ByteBuffer.wrap(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        return (long) (digest.order(ByteOrder.LITTLE_ENDIAN).getInt() ^ Integer.MIN_VALUE) << 32;
    }

    /** A digest is cheap to make, and it is not for two threads. */
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
