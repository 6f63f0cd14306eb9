package io.l7mp.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.AdminConfig;
import io.l7mp.config.Identity;
import io.l7mp.config.RetryConfig;
import io.l7mp.config.RouteConfig;
import io.l7mp.config.RuleConfig;
import io.l7mp.config.RuleConfig.Rewrite;
import io.l7mp.config.RuleListConfig;
import io.l7mp.config.Tree;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lists, rules and routes together: which one decides, and what is said where none does. */
class RouteTableTest {
    private final LinkedHashMap<String, RuleListConfig> lists = new LinkedHashMap<>();
    private final LinkedHashMap<String, RuleConfig> rules = new LinkedHashMap<>();
    private final LinkedHashMap<String, RouteConfig> routes = new LinkedHashMap<>();
    private final Metadata metadata = Metadata
            .of(Json.obj("name", "s", "IP", Json.obj("src_addr", "10.0.0.1")));
    private final AtomicInteger given = new AtomicInteger();

    private void list(String name, String... rules) {
        lists.put(name, new RuleListConfig(new Identity(name, 1, 0), List.of(rules)));
    }

    private void rule(String name, Json match, String route, String apply, Rewrite... rewrites) {
        rules.put(name,
                new RuleConfig(new Identity(name, 1, 0), match, List.of(rewrites), route, apply, Json.EMPTY));
    }

    private void route(String name) {
        routes.put(name,
                new RouteConfig(new Identity(name, 1, 0), "c-" + name, List.of(), List.of(),
                        RetryConfig.DEFAULT));
    }

    private static Json from(String address) {
        return Json.obj("op", "test", "path", "/IP/src_addr", "value", address);
    }

    private Verdict decide(String list) {
        var tree = new Tree(AdminConfig.DEFAULT, Tree.EMPTY.listeners(), Tree.EMPTY.clusters(), lists, rules,
                routes,
                Tree.EMPTY.counters());
        return RouteTable.compile(tree, given::incrementAndGet).route(list, "s", metadata);
    }

    private static void assertFailed(Verdict verdict, String content) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
            assertThat(failed.cause().kind()).isEqualTo(Kind.NO_ROUTE);
            assertThat(failed.cause().message()).isEqualTo("Not Found");
            assertThat(failed.cause().content()).isEqualTo(content);
        });
    }

    private static Verdict.Routed routed(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Routed.class);
        return (Verdict.Routed) verdict;
    }

    @Test
    void takesTheFirstRuleThatMatches() {
        list("l", "other", "mine", "all");
        rule("other", from("10.0.0.2"), "a", "");
        rule("mine", from("10.0.0.1"), "b", "");
        rule("all", RuleConfig.ALWAYS, "c", "");
        route("a");
        route("b");
        route("c");

        var routed = routed(decide("l"));

        assertThat(routed.ruleList()).isEqualTo("l");
        assertThat(routed.rule()).isEqualTo("mine");
        assertThat(routed.route().destination()).isEqualTo("c-b");
        assertThat(routed.metadata().json()).isEqualTo(metadata.json());
    }

    @Test
    void saysThatThereIsNoList() {
        assertFailed(decide("l"), "Cannot find RuleList \"l\"");
    }

    @Test
    void saysThatNothingMatched() {
        list("empty");
        list("l", "other");
        rule("other", from("10.0.0.2"), "a", "");

        assertFailed(decide("empty"), "No route for session \"s\"");
        assertFailed(decide("l"), "No route for session \"s\"");
    }

    @Test
    void stopsAtAStaleNameEvenIfALaterRuleMatches() {
        list("l", "other", "gone", "all");
        rule("other", from("10.0.0.2"), "a", "");
        rule("all", RuleConfig.ALWAYS, "a", "");
        route("a");

        assertFailed(decide("l"), "Cannot find named rule \"gone\" in RuleList \"l\"");
    }

    @Test
    void doesNotReachAStaleNameAfterAMatch() {
        list("l", "all", "gone");
        rule("all", RuleConfig.ALWAYS, "a", "");
        route("a");

        assertThat(routed(decide("l")).rule()).isEqualTo("all");
    }

    @Test
    void saysThatTheActionHasNoRoute() {
        list("l", "all");
        rule("all", RuleConfig.ALWAYS, "", "");

        assertFailed(decide("l"), "Invalid route for session \"s\"");
    }

    @Test
    void saysThatTheRouteIsGone() {
        list("l", "all");
        rule("all", RuleConfig.ALWAYS, "gone", "");

        assertFailed(decide("l"), "Cannot find Route \"gone\" for session \"s\"");
    }

    @Test
    void goesOnWithAnotherListAndIgnoresTheRestOfTheRule() {
        list("l", "jump", "all");
        list("m", "mine");
        rule("jump", RuleConfig.ALWAYS, "b", "m", new Rewrite("/x", Json.of(1)));
        rule("mine", from("10.0.0.1"), "a", "");
        route("a");
        route("b");

        var routed = routed(decide("l"));

        assertThat(routed.ruleList()).isEqualTo("m");
        assertThat(routed.route().name()).isEqualTo("a");
        assertThat(routed.metadata().json()).isEqualTo(metadata.json());
    }

    @Test
    void doesNotComeBackFromAnotherList() {
        list("l", "jump", "all");
        list("m", "other");
        rule("jump", RuleConfig.ALWAYS, "", "m");
        rule("other", from("10.0.0.2"), "a", "");
        rule("all", RuleConfig.ALWAYS, "a", "");
        route("a");

        assertFailed(decide("l"), "No route for session \"s\"");
    }

    @Test
    void saysThatAnAppliedListIsNotThere() {
        list("l", "jump");
        rule("jump", RuleConfig.ALWAYS, "", "gone");

        assertFailed(decide("l"), "Cannot find RuleList \"gone\"");
    }

    @Test
    void noticesCircles() {
        list("self", "again");
        rule("again", RuleConfig.ALWAYS, "", "self");
        list("k", "to-l");
        list("l", "to-m");
        list("m", "to-l");
        rule("to-l", RuleConfig.ALWAYS, "", "l");
        rule("to-m", RuleConfig.ALWAYS, "", "m");

        assertFailed(decide("self"), "RuleList \"self\" applies itself for session \"s\"");
        assertFailed(decide("k"), "RuleList \"l\" applies itself for session \"s\"");
    }

    @Test
    void followsLongRowsOfLists() {
        for (int i = 0; i < 10_000; i++) {
            list("l" + i, "r" + i);
            rule("r" + i, RuleConfig.ALWAYS, "a", i < 9_999 ? "l" + (i + 1) : "");
        }
        route("a");

        assertThat(routed(decide("l0")).ruleList()).isEqualTo("l9999");
    }

    @Test
    void makesChangesInTheirOrder() {
        list("l", "all");
        rule("all", RuleConfig.ALWAYS, "a", "", new Rewrite("/x", Json.of(1)),
                new Rewrite("x/y", Json.of("z")),
                new Rewrite("/IP/src_addr", Json.of("::1")), new Rewrite("/192.168.0.1/x", Json.of(true)));
        route("a");

        assertThat(routed(decide("l")).metadata().json()).isEqualTo(Json.obj("name", "s",
                "IP", Json.obj("src_addr", "::1"), "x", Json.obj("y", "z"),
                "192.168.0.1", Json.obj("x", true)));
    }

    @Test
    void failsTheSessionWhoseMetadataWouldBeNoObject() {
        list("l", "all");
        rule("all", RuleConfig.ALWAYS, "a", "", new Rewrite("/", Json.of("text")));
        route("a");

        assertFailed(decide("l"), "Cannot rewrite \"/\" in rule \"all\" for session \"s\"");
    }

    @Test
    void replacesAllOfTheMetadataByAnObject() {
        list("l", "all");
        rule("all", RuleConfig.ALWAYS, "a", "", new Rewrite("/", Json.obj("k", 1)));
        route("a");

        assertThat(routed(decide("l")).metadata().json()).isEqualTo(Json.obj("k", 1));
    }

    @Test
    void makesJsonOfTheMetadataOnceForAllRules() {
        var made = new AtomicInteger();
        list("l", "other", "mine");
        rule("other", from("10.0.0.2"), "a", "");
        rule("mine", from("10.0.0.1"), "a", "");
        route("a");
        var tree = new Tree(AdminConfig.DEFAULT, Tree.EMPTY.listeners(), Tree.EMPTY.clusters(), lists, rules,
                routes,
                Tree.EMPTY.counters());
        var facts = Metadata.of(() -> {
            made.incrementAndGet();
            return metadata.json();
        });

        routed(RouteTable.compile(tree, given::incrementAndGet).route("l", "s", facts));

        assertThat(made).hasValue(1);
    }

    @Test
    void boundsTheWorkOfOneDecisionHoweverManyRulesThereAre() {
        var names = new String[1_000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "r" + i;
            rule(names[i], Json.obj("op", "matches", "path", "/name", "value", "^(.*)*(" + i + ")*$(?!)"),
                    "a", "");
        }
        list("l", names);

        assertFailed(decide("l"), "No route for session \"s\"");
    }
}
