/**
 * Creates the request body for the unified endpoint {@code /v1/chat/completions}. The
 * body is in OpenAI's format and requests a response in Gemini's format. The entry point
 * is {@code UnifiedPromptEncoder}. Its input is a {@code UnifiedPrompt}, whose messages
 * have already been encoded as for the native endpoint. Therefore, the same rules for
 * turns, tool calls and tool results apply to both endpoints.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.unified;

import org.jspecify.annotations.NullMarked;
