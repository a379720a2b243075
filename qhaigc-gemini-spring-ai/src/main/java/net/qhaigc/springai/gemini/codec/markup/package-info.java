/**
 * Moves thoughts and images that are inside the text of a response to separate parts. The
 * entry point is {@link MarkupDecoder}, and {@link ResponseMarkup} determines which
 * markup it decodes. Internally, a {@code MarkupSplitter} splits the text of one
 * candidate, and a {@code HeldText} is the end of the text, in which a tag or an image
 * might begin.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.markup;

import org.jspecify.annotations.NullMarked;
