/**
 * Handlers for Reactor Netty's connections. They ensure that each response is delivered
 * to the request that it belongs to. The entry point is {@code ConnectionGuards}, which
 * adds the handlers to a connection before a request is written. The other public types
 * are {@code ConnectionReuse}, which records whether a request is sent on a connection
 * that has already served a response, and {@code FailFastConnector}, which fails a
 * request whose connection is lost. The most important internal types:
 * <ul>
 * <li>{@code ConnectionGuard}: closes a connection on which a response could be delivered
 * to the wrong request</li>
 * <li>{@code ResponseBoundary}: detects bytes that do not belong to the expected
 * response</li>
 * <li>{@code InterimResponses}: recognizes 1xx responses</li>
 * <li>{@code HeldWrites}: holds a request back until the connection is known to be
 * idle</li>
 * <li>{@code RequestProgress}: records how much of a request has been written</li>
 * <li>{@code ReuseSuspension}: prevents the reuse of connections for some time after a
 * response that was not requested</li>
 * <li>{@code CompressionBoundary}: finds the end of compressed content</li>
 * <li>{@code ResponseOrConnectionLoss}: emits the response, or fails if its connection is
 * lost</li>
 * <li>{@code RedactionHandler}: removes the API key from what Reactor Netty logs about a
 * response</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.client.connection;

import org.jspecify.annotations.NullMarked;
