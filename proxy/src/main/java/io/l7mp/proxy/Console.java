package io.l7mp.proxy;

import java.io.PrintStream;

/**
 * Where the program speaks to whoever typed the command; everything after start goes to the log instead.
 *
 * @param out what was asked for
 * @param err what went wrong
 */
record Console(PrintStream out, PrintStream err) {}
