/**
 * Stores for media. The metadata of a message, and the JSON of a message in a chat
 * memory, stay small because they refer to media in a store.
 * {@link net.qhaigc.springai.gemini.media.MediaStore} is the contract, and
 * {@link net.qhaigc.springai.gemini.media.StoredMedia} is a {@code Media} whose bytes are
 * in a store. Internally, {@code MediaReference} derives the reference to media from its
 * content.
 */
@NullMarked
package net.qhaigc.springai.gemini.media;

import org.jspecify.annotations.NullMarked;
