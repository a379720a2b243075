/**
 * Messages of Spring AI as JSON, for chat memories that keep everything a conversation
 * needs. {@link net.qhaigc.springai.gemini.memory.MessageCodec} is the entry point;
 * internally, {@code MediaCodec} writes and reads the media of a message.
 */
@NullMarked
package net.qhaigc.springai.gemini.memory;

import org.jspecify.annotations.NullMarked;
