package io.l7mp.proxy;

import io.l7mp.config.AdminConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns whenever the API is opened to everybody: at start, and by a later configuration. Told of one after another, on any thread. */
final class Openness {
    private static final Logger LOG = LoggerFactory.getLogger(Openness.class);

    private boolean isOpen;

    void follow(AdminConfig admin) {
        if (admin.insecure() && !isOpen) {
            LOG.atWarn().log("admin.insecure: whoever reaches the API may change everything");
        }
        isOpen = admin.insecure();
    }
}
