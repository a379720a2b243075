/**
 * The options of a request, as immutable values. The entry point is
 * {@link net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions}. Internally,
 * {@code OptionValues} contains the values that are set, an {@code OptionKey} is the key
 * of one option, and a {@code Range} contains the bounds of a number.
 */
@NullMarked
package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.NullMarked;
