package net.qhaigc.springai.gemini.benchmarks.server;

import java.util.List;

import io.netty.buffer.ByteBuf;

/**
 * A prepared HTTP response.
 *
 * @param head the status line, the headers, and the body if it is not chunked
 * @param chunks the encoded HTTP chunks of the body, or an empty list if it is not
 * chunked
 * @param intervalMillis the interval between chunks in milliseconds
 * @param incomplete whether the connection is closed after the last chunk, before the end
 * of the body
 */
record CannedResponse(ByteBuf head, List<ByteBuf> chunks, int intervalMillis, boolean incomplete) {

}
