/**
 * A Spring AI {@code ChatModel} that encodes prompts, sends them to the Qhaigc gateway
 * and decodes the responses.
 */
@NullMarked
package net.qhaigc.springai.gemini;

import org.jspecify.annotations.NullMarked;
