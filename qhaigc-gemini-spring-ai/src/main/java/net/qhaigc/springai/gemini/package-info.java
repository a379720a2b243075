/**
 * Spring AI's {@code ChatModel} for the Qhaigc gateway: it encodes, sends and decodes.
 */
@NullMarked
package net.qhaigc.springai.gemini;

import org.jspecify.annotations.NullMarked;
