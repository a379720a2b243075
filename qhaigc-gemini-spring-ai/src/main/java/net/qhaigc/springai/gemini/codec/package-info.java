/**
 * The only place that knows both Spring AI and the wire: encoders go out, decoders come
 * in.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec;

import org.jspecify.annotations.NullMarked;
