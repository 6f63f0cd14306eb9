package io.l7mp.testkit;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Runs all parts of the contract against one fixture, as the test engine would, and keeps what failed. */
final class ContractRunner {
    private ContractRunner() {}

    /** {@return for each part that failed, why} */
    static Map<String, Throwable> failures(Supplier<Fixture> fixture) {
        var failures = new TreeMap<String, Throwable>();
        Stream.of(StreamContract.class, EndingContract.class, ProtocolContract.class)
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(part -> {
                    var contract = new ProtocolContractTest.Contract(fixture);
                    try {
                        contract.prepare(entries -> {});
                        try {
                            part.invoke(contract);
                        } catch (InvocationTargetException e) {
                            if (!(e.getCause() instanceof TestAbortedException)) {
                                failures.put(part.getName(), e.getCause());
                            }
                        } finally {
                            contract.leavesNothingBehind();
                        }
                    } catch (Throwable e) {
                        failures.putIfAbsent(part.getName(), e);
                    }
                });
        return failures;
    }
}
