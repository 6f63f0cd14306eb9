package io.l7mp.testkit;

import java.time.Duration;

/** What a {@link SimServer} does with one attempt to connect. */
public sealed interface SimAnswer {
    /** Accepts at once. */
    record Accept() implements SimAnswer {}

    /** Says no. */
    record Refuse() implements SimAnswer {}

    /** Says nothing, ever. */
    record Silence() implements SimAnswer {}

    /** Accepts late, unless the other side has given up by then. */
    record AcceptAfter(Duration delay) implements SimAnswer {}

    /** Accepts, and resets after so many payloads; 0 for at once. */
    record ResetAfter(int payloads) implements SimAnswer {}

    /** Accepts, and ends its direction in order after so many payloads; 0 for at once. */
    record FinishAfter(int payloads) implements SimAnswer {}
}
