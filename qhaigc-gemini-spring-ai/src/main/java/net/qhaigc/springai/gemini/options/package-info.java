/**
 * The options of a request, as immutable values, and the prices of models. The entry
 * points are {@link net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions} and
 * {@link net.qhaigc.springai.gemini.options.Prices}. Internally, {@code OptionValues}
 * contains the values that are set, an {@code OptionKey} is the key of one option, and a
 * {@code Range} contains the bounds of a number.
 */
@NullMarked
package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.NullMarked;
