/**
 * The body of the unified endpoint {@code /v1/chat/completions}, which is in OpenAI's
 * format and requests a response in Gemini's format. The entry point is
 * {@code UnifiedPromptEncoder}; {@code UnifiedPrompt} is its input, whose messages have
 * been encoded as for the native endpoint, so that the same rules for turns, tool calls
 * and tool results apply to both endpoints.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.unified;

import org.jspecify.annotations.NullMarked;
