/**
 * Conversion of Spring AI's messages to JSON and back, for chat memories that store
 * messages with their metadata, tool calls and media.
 * {@link net.qhaigc.springai.gemini.memory.MessageCodec} is the entry point. Internally,
 * {@code MediaCodec} writes and reads the media of a message, and {@code ModelTurnMedia}
 * writes the media to which only the metadata of a message refers.
 */
@NullMarked
package net.qhaigc.springai.gemini.memory;

import org.jspecify.annotations.NullMarked;
