/**
 * What a user may set for a request, as immutable values. The door is
 * {@link net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions}; behind it a
 * {@code Setting} is the key of one option, {@code Settings} are those that are set, and
 * a {@code Range} is what a number has to keep to.
 */
@NullMarked
package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.NullMarked;
