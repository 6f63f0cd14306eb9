/**
 * HTTP/1.1 listeners: every request is a session whose payload is the body, read one way and answered the other.
 *
 * <p>A connection carries its requests one after another; while one is a session, those behind it wait unread. Method, target and
 * headers are metadata. Start with the connection, then the stream.
 */
@NullMarked
package io.l7mp.protocol.http;

import org.jspecify.annotations.NullMarked;
