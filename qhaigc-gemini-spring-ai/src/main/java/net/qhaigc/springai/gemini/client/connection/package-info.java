/**
 * The handlers of a connection of Reactor Netty, which keep the responses to different
 * requests apart. The entry point is {@code ConnectionGuards}, which adds them to a
 * connection before a request is written. The other public types are
 * {@code ConnectionReuse}, which determines whether a connection served a response
 * before, and {@code FailFastConnector}, which fails a request whose connection is lost.
 * The types of this package:
 * <ul>
 * <li>{@code ConnectionGuard}: closes a connection whose next response could belong to
 * another request</li>
 * <li>{@code ResponseBoundary}: finds the end of a response in the bytes</li>
 * <li>{@code InterimResponses}: skips 1xx responses</li>
 * <li>{@code HeldWrites}: holds a request back until the connection is known to be
 * idle</li>
 * <li>{@code RequestProgress}: how much of a request is written</li>
 * <li>{@code ReuseSuspension}: whether connections are used again at all</li>
 * <li>{@code CompressionBoundary}: finds the end of compressed content</li>
 * <li>{@code ResponseOrConnectionLoss}: the response, or the loss of its connection</li>
 * <li>{@code RedactionHandler}: removes the API key from what Reactor Netty logs about a
 * response</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.client.connection;

import org.jspecify.annotations.NullMarked;
