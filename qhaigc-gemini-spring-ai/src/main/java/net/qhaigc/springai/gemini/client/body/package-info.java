/**
 * Converts the bytes of a body to responses. {@link EventReader} reads the events of a
 * stream, and {@link ResponseBodyReader} reads a body that is one response or, from some
 * gateways, the events of a stream.
 * <p>
 * Internally, an {@code EventReader} finds the events of a stream, an
 * {@link EventHandler} converts each of them, and {@code EventFlux} emits the results.
 * Splitters find the JSON objects in the bytes: {@code EventSplitter} splits server-sent
 * events, and {@code JsonSplitter} finds the end of an object. {@code OtherValues}
 * contains what is between objects, such as keep-alives. A {@code ByteSlice} is a range
 * of an array. A {@code ByteCollector} joins the slices of a line or an object that
 * arrived in several chunks, and {@code BodyBytes} collects a whole body.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.body;

import org.jspecify.annotations.NullMarked;
