package net.qhaigc.springai.gemini.benchmarks.server;

import java.util.List;

import io.netty.buffer.ByteBuf;

/**
 * What goes over the wire, ready in all its bytes.
 *
 * @param head the status line, the headers, and the body if that is not chunked
 * @param chunks the chunks of the body with their framing; the last one ends it. Empty
 * for a body that is not chunked
 * @param millisApart how long after one chunk the next is sent
 * @param cut whether the connection is closed after the last chunk
 */
record Answer(ByteBuf head, List<ByteBuf> chunks, int millisApart, boolean cut) {

}
