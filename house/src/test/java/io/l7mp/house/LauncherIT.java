package io.l7mp.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./l7mp} decides: which JDK, when to build, where the arguments go, what it says. */
class LauncherIT {
    /** Signal 2 in a mask of signals; who started the tests may have others ignored. */
    private static final int SIGINT_BIT = 1 << 1;

    private static final String SOURCE = "proxy/src/main/java/Main.java";

    @TempDir
    private Path folder;

    private Workshop shop;

    @BeforeEach
    void openTheShop() {
        shop = Workshop.in(folder);
    }

    @Test
    void helpAndVersionNeedNoJdkAndBuildNothing() {
        shop.release("17");

        assertThat(shop.run("--help").out()).contains("Usage: l7mp VERB", "proxy", "test");
        assertThat(shop.run("--version")).isEqualTo(new Workshop.Run(0, "l7mp 1.2.3\n", ""));
        assertThat(shop.run("help", "proxy")).isEqualTo(new Workshop.Run(0, "Usage: l7mp proxy\n", ""));
        assertThat(shop.run("proxy", "--help")).isEqualTo(new Workshop.Run(0, "Usage: l7mp proxy\n", ""));
        assertThat(shop.run("help", "test").out()).startsWith("Usage: l7mp test");
        assertThat(shop.builds()).isEmpty();
    }

    @Test
    void anUnknownVerbIsStatusTwoAndNamesThoseThatExist() {
        var run = shop.run("prxy");

        assertThat(run)
                .isEqualTo(new Workshop.Run(2, "", "l7mp: no verb 'prxy'; there are proxy, test and help\n"));
    }

    @Test
    void oneLineSaysWhatToInstallWhereThereIsNoJdk() {
        shop.release("17.0.15");
        shop.tool("javac", "exit 1");

        var run = shop.run("proxy");

        assertThat(run.status()).isOne();
        assertThat(run.err()).startsWith("l7mp: no JDK 25 found; install one").hasLineCount(1);
    }

    @Test
    void oneLineSaysWhereItRuns() {
        shop.tool("uname", "[ $1 = -s ] && echo Darwin || echo arm64");

        var run = shop.run("proxy");

        assertThat(run.status()).isOne();
        assertThat(run.err()).isEqualTo(
                "l7mp: runs on Linux on x86_64 or aarch64, not on Darwin on arm64\n");
    }

    @Test
    void optionsReachTheProxyWithAndWithoutTheVerb() {
        var verb = shop.run("proxy", "-c", "my file.yaml", "-s");
        var reference = shop.run("-c", "my file.yaml", "-s");

        assertThat(verb.status()).isZero();
        assertThat(verb.out()).startsWith("java @").endsWith("/lib/l7mp.jar -c my file.yaml -s\n");
        assertThat(reference).isEqualTo(verb);
    }

    @Test
    void aBackgroundJobOfAScriptHearsSigint() {
        shop.tool("jdk/bin/java", "grep SigIgn: /proc/self/status");
        shop.tool("script", "trap '' INT; '" + shop.root() + "/l7mp' proxy");
        shop.run("proxy");

        var run = Workshop.end(shop.start(shop.tools().resolve("script")));

        int lastDigit = Character.digit(run.out().strip().charAt(run.out().strip().length() - 1), 16);
        assertThat(lastDigit & SIGINT_BIT).as(run.out()).isZero();
    }

    @Test
    void buildsWhenTheContentChangesAndOnlyThen() throws IOException {
        shop.run("proxy");
        assertThat(shop.builds()).as("first start").singleElement().asString()
                .contains("-pl proxy -am package");

        Files.setLastModifiedTime(shop.root().resolve(SOURCE), FileTime.from(Instant.EPOCH));
        shop.write("proxy/src/test/java/MainTest.java", "class MainTest {}").write("README.md", "x");
        shop.run("proxy");
        assertThat(shop.builds()).as("another time, tests and pages").hasSize(1);

        shop.write(SOURCE, "class Main { int x; }");
        shop.run("proxy");
        assertThat(shop.builds()).as("another text").hasSize(2);

        shop.write("proxy/src/main/java/More.java", "class More {}");
        shop.run("proxy");
        assertThat(shop.builds()).as("another file").hasSize(3);

        Files.delete(shop.root().resolve("proxy/src/main/java/More.java"));
        shop.run("proxy");
        assertThat(shop.builds()).as("back to what was built before").hasSize(3);
    }

    @Test
    void aFailedBuildSaysWhyAndIsTriedAgain() {
        shop.maven("echo '[INFO] fine'; echo '[ERROR] Main.java:[1,2] broken'; exit 1");

        var first = shop.run("proxy");
        var second = shop.run("proxy");

        assertThat(first.status()).isOne();
        assertThat(first.err()).startsWith("[ERROR] Main.java:[1,2] broken\nl7mp: the build failed;");
        assertThat(second).isEqualTo(first);
        assertThat(shop.builds()).hasSize(2);
    }

    @Test
    void buildsFromWhatIsCachedWhenTheNetworkIsOff() {
        shop.maven(
                """
                        case "$*" in *' -o '*) ;; *) echo '[ERROR] Could not transfer artifact'; exit 1 ;; esac
                        mkdir -p proxy/target/dist/lib; touch proxy/target/dist/lib/l7mp.jar proxy/target/dist/jvm.options
                        """);

        var run = shop.run("proxy");

        assertThat(run.status()).isZero();
        assertThat(shop.builds()).hasSize(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws IOException {
        var gate = folder.resolve("gate");
        shop.maven(
                """
                        cat '%s' >/dev/null
                        mkdir -p proxy/target/dist/lib; touch proxy/target/dist/lib/l7mp.jar proxy/target/dist/jvm.options
                        """
                        .formatted(gate));
        shop.fifo(gate);

        var first = shop.start("proxy");
        await().until(() -> shop.builds().size() == 1);
        var second = shop.start("proxy");
        var waits = second.errorReader().readLine();
        Files.writeString(gate, "go");

        assertThat(waits).isEqualTo("l7mp: waiting for another build");
        assertThat(Workshop.end(first).status()).isZero();
        assertThat(Workshop.end(second).status()).isZero();
        assertThat(shop.builds()).hasSize(1);
    }

    @Test
    void testCountsWhatTheReportsSayAndNamesWhatWasSkipped() {
        for (var peer : new String[]{"socat", "ip", "unshare", "node", "curl"}) {
            shop.tool(peer, "exit 0");
        }
        shop.tool("npm", "mkdir -p node_modules");
        shop.maven(
                """
                        mkdir -p proxy/target/dist/lib; touch proxy/target/dist/lib/l7mp.jar proxy/target/dist/jvm.options
                        case "$*" in *verify*) ;; *) exit 0 ;; esac
                        mkdir -p spi/target/surefire-reports house/target/failsafe-reports
                        cat > spi/target/surefire-reports/TEST-a.xml <<'X'
                        <testsuite name="a" time="0.1" tests="4" errors="1" skipped="1" failures="1">
                          <testcase name="later" classname="io.l7mp.ATest" time="0">
                            <skipped type="x.Aborted"><![CDATA[x.Aborted: Assumption failed: no kernel
                              at x]]></skipped>
                        X
                        cat > house/target/failsafe-reports/TEST-b.xml <<'X'
                        <testsuite name="b" time="0.1" tests="7" errors="0" skipped="0" failures="0">
                        X
                        exit 3
                        """);
        shop.write("control/target/surefire-reports/TEST-old.xml", "<testsuite name=\"o\" tests=\"99\">");

        var run = shop.run("test", "--full", "--", "-Dx=y");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out())
                .endsWith("skipped: io.l7mp.ATest.later: no kernel\n8 passed, 2 failed, 1 skipped\n");
        assertThat(shop.builds().getLast()).contains("-Dl7mp.full=true -Dx=y verify");
    }
}
