/**
 * The media of Spring AI's messages and the parts that hold media. There is one entry
 * point for each direction, {@code MediaEncoder} and {@code MediaDecoder}; neither ever
 * downloads anything.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.media;

import org.jspecify.annotations.NullMarked;
