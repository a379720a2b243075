/**
 * Configures Spring AI's OpenAI modules for the gateway, if the application also uses
 * them.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.openai;

import org.jspecify.annotations.NullMarked;
