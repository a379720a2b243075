package net.qhaigc.springai.gemini.metadata;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where an answer has something from: Google's {@code GroundingChunk}.
 */
public sealed interface GroundingSource {

	/**
	 * The source's address.
	 * @return a URI, of a web page mostly one that redirects to it; or null
	 */
	@Nullable String uri();

	/**
	 * The source's title.
	 * @return the title, of a web page mostly its domain; or null
	 */
	@Nullable String title();

	/**
	 * {@code web}: a page that Google Search found.
	 *
	 * @param uri the page's address, mostly one that redirects to it
	 * @param title the page's title or domain
	 * @param domain the page's domain, from Vertex
	 */
	record Web(@Nullable String uri, @Nullable String title, @Nullable String domain) implements GroundingSource {

	}

	/**
	 * {@code image}: a picture that Google's image search found.
	 *
	 * @param uri the address of the page that shows it
	 * @param title the page's title
	 * @param domain the page's domain
	 * @param imageUri the address of the picture itself
	 */
	record Image(@Nullable String uri, @Nullable String title, @Nullable String domain,
			@Nullable String imageUri) implements GroundingSource {

	}

	/**
	 * {@code retrievedContext}: a passage of a document of one's own, such as from a file
	 * search store.
	 *
	 * @param uri the document's address
	 * @param title the document's title
	 * @param text the passage
	 * @param fileSearchStore the store, as {@code fileSearchStores/...}
	 * @param pageNumber the page, from 1
	 * @param mediaId the id of a picture in the store
	 * @param customMetadata what was stored with the document: a text, a {@code Double}
	 * or a list of texts, by key
	 */
	record RetrievedContext(@Nullable String uri, @Nullable String title, @Nullable String text,
			@Nullable String fileSearchStore, @Nullable Integer pageNumber, @Nullable String mediaId,
			Map<String, Object> customMetadata) implements GroundingSource {

	}

	/**
	 * {@code maps}: a place of Google Maps.
	 *
	 * @param uri the place's address in Google Maps
	 * @param title the place's name
	 * @param text what is said of the place
	 * @param placeId the place's id, as {@code places/...}
	 * @param reviews what visitors wrote, where the answer draws on it
	 */
	record Place(@Nullable String uri, @Nullable String title, @Nullable String text, @Nullable String placeId,
			List<Review> reviews) implements GroundingSource {

	}

	/**
	 * A visitor's review of a place.
	 *
	 * @param title the review's title
	 * @param uri the review's address in Google Maps
	 * @param reviewId the review's id
	 */
	record Review(@Nullable String title, @Nullable String uri, @Nullable String reviewId) {

	}

	/**
	 * A kind of source that is not known yet. It keeps its place among the others, since
	 * they are counted.
	 *
	 * @param fields what the wire says of it, by wire name
	 */
	record Unknown(Map<String, Object> fields) implements GroundingSource {

		@Override
		public @Nullable String uri() {
			return null;
		}

		@Override
		public @Nullable String title() {
			return null;
		}

	}

}
