package io.l7mp.core.session;

import io.l7mp.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Configurations of up to three listeners and four clusters, drawn so that two of them often have objects in common. */
final class RandomDocuments {
    private static final String[] POLICIES = {"never", "connect-failure", "disconnect", "always"};

    private final RandomGenerator random;

    RandomDocuments(RandomGenerator random) {
        this.random = random;
    }

    Json.Obj document() {
        var clusters = new ArrayList<String>(List.of("{'name':'pass','spec':{'protocol':'Passing'}}"));
        var listeners = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            if (random.nextInt(6) > 0) {
                clusters.add(cluster(i));
            }
            if (random.nextInt(6) > 0) {
                listeners.add(listener(i));
            }
        }
        return (Json.Obj) SimProxy.json("{'clusters':" + clusters + ",'listeners':" + listeners + "}");
    }

    String cluster(int i) {
        var endpoints = new ArrayList<String>();
        for (int e = 0; e < 2; e++) {
            if (random.nextInt(4) > 0) {
                endpoints.add(endpoint("c" + i + "e" + e));
            }
        }
        return "{'name':'c" + i + "','spec':{'protocol':'Sim','port':100,'largest':"
                + (random.nextInt(4) == 0 ? 1_000 : 2_000) + "},'endpoints':" + endpoints + "}";
    }

    String endpoint(String name) {
        return "{'name':'" + name + "','spec':{'address':'10.0.0." + random.nextInt(6) + "'}}";
    }

    private String listener(int i) {
        var route = "{'destination':'" + target() + "','ingress':" + chain() + ",'egress':" + chain()
                + ",'retry':{'retry_on':'" + POLICIES[random.nextInt(4)] + "','num_retries':"
                + random.nextInt(4) + ",'timeout':" + (1_000 + random.nextInt(60_000)) + "}}";
        return "{'name':'l" + i + "','spec':{'protocol':'Sim','port':" + port(i)
                + "},'rules':[{'name':'l" + i + "r','action':{'route':" + route
                + "}}],'options':{'track':" + (random.nextBoolean() ? 0 : 100_000)
                + ",'idle_timeout':0}}";
    }

    /** Now and then that of another listener, which cannot be bound. */
    private int port(int i) {
        return 10 * (random.nextInt(15) == 0 ? (i + 1) % 3 : i) + 1 + random.nextInt(2);
    }

    private String target() {
        return random.nextInt(8) == 0 ? "pass" : "c" + random.nextInt(3);
    }

    private String chain() {
        return switch (random.nextInt(5)) {
            case 0 -> "['pass']";
            case 1 -> "['" + target() + "','pass']";
            default -> "[]";
        };
    }
}
