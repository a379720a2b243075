/**
 * Spring AI's {@code ChatModel} for the Qhaigc gateway, which encodes prompts, sends
 * requests and decodes responses.
 */
@NullMarked
package net.qhaigc.springai.gemini;

import org.jspecify.annotations.NullMarked;
