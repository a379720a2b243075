package net.qhaigc.springai.gemini.benchmarks.server;

import java.util.List;

import io.netty.buffer.ByteBuf;

/**
 * The encoded bytes of a response.
 *
 * @param head the status line, the headers, and the body if it is not chunked
 * @param chunks the chunks of the body with their framing; the last one ends the body.
 * Empty for a body that is not chunked
 * @param millisApart the delay between two chunks in milliseconds
 * @param endsPrematurely whether the connection is closed after the last chunk
 */
record PreparedResponse(ByteBuf head, List<ByteBuf> chunks, int millisApart, boolean endsPrematurely) {

}
