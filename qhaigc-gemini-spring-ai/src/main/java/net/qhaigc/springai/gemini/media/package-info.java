/**
 * Stores of media, to which the messages of a conversation refer, so that a message stays
 * small. {@link net.qhaigc.springai.gemini.media.MediaStore} is the contract, and
 * {@link net.qhaigc.springai.gemini.media.StoredMedia} is media of a message whose bytes
 * are in a store. Internally, {@code MediaReference} derives the reference of media from
 * its content.
 */
@NullMarked
package net.qhaigc.springai.gemini.media;

import org.jspecify.annotations.NullMarked;
