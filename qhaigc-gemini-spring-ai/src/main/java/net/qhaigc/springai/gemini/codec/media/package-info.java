/**
 * Converts the media of Spring AI's messages to parts, and parts to media. The entry
 * points are {@code MediaEncoder} and {@code MediaDecoder}; neither of them downloads
 * anything.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.media;

import org.jspecify.annotations.NullMarked;
