/**
 * Converts the bytes of a body to responses. {@link EventReader} reads the events of a
 * stream, {@link ResponseBodyReader} a body that is one response or, from some gateways,
 * the events of a stream.
 * <p>
 * Internally, splitters find the JSON objects in the bytes: {@code EventSplitter} knows
 * server-sent events, and {@code JsonSplitter} knows where an object ends.
 * {@code OtherValues} are what is between objects, such as keep-alives. A
 * {@code ByteSlice} is a range of an array. A {@code ByteCollector} joins the slices of
 * what arrived in several chunks, and {@code BodyBytes} those of a whole body.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.body;

import org.jspecify.annotations.NullMarked;
