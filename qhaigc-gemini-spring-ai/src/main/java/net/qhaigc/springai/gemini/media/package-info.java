/**
 * Stores for media. The messages of a conversation refer to media in a store, so that the
 * messages stay small. {@link net.qhaigc.springai.gemini.media.MediaStore} is the
 * contract, and {@link net.qhaigc.springai.gemini.media.StoredMedia} is a {@code Media}
 * whose bytes are in a store. Internally, {@code MediaReference} derives the reference to
 * media from its content.
 */
@NullMarked
package net.qhaigc.springai.gemini.media;

import org.jspecify.annotations.NullMarked;
