/**
 * The options of a request, as immutable values. The entry point is
 * {@link net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions}. It keeps the values
 * that are set in {@code OptionValues}; an {@code OptionKey} is the key of one option,
 * and a {@code Range} holds the bounds of a number.
 */
@NullMarked
package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.NullMarked;
