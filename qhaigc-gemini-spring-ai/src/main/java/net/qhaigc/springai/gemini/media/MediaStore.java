package net.qhaigc.springai.gemini.media;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;

/**
 * Stores the media of conversations. The metadata of a message, and the JSON of a message
 * in a chat memory, stay small because they contain references to the media instead of
 * its bytes. Implementations must be thread-safe.
 */
public interface MediaStore {

	/**
	 * Store media. Storing the same bytes with the same MIME type again returns the same
	 * reference.
	 * @param media media with bytes
	 * @return the reference: at most 100 ASCII characters, unique in this store
	 * @throws IllegalArgumentException if the media has a URI instead of bytes
	 * @throws RuntimeException if the media cannot be stored
	 */
	String put(Media media);

	/**
	 * Return stored media.
	 * @param reference the reference that {@link #put(Media)} returned
	 * @return the media, with its bytes and its MIME type; null if this store does not
	 * have it
	 * @throws RuntimeException if the store cannot be read
	 */
	@Nullable Media get(String reference);

	/**
	 * Delete media that no message refers to any more. Does nothing by default, or if the
	 * media does not exist.
	 * @param reference the reference that {@link #put(Media)} returned
	 */
	default void delete(String reference) {
	}

	/**
	 * Return whether the methods of this store block, for example because they read a
	 * file or a database. If so, streams call these methods on a thread that is allowed
	 * to block.
	 * @return whether the methods block, by default true
	 */
	default boolean isBlocking() {
		return true;
	}

}
