package net.qhaigc.springai.gemini.metadata;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A source on which a response is based: Google's {@code GroundingChunk}.
 */
public sealed interface GroundingSource {

	/**
	 * Return the URI of the source.
	 * @return the URI, which for a web page is usually a URI of Google that redirects to
	 * the page; null if the response has none
	 */
	@Nullable String uri();

	/**
	 * Return the title of the source.
	 * @return the title, which for a web page is usually its domain; null if the response
	 * has none
	 */
	@Nullable String title();

	/**
	 * A web page that Google Search found: Google's {@code web}.
	 *
	 * @param uri URI of the page, usually a URI of Google that redirects to it
	 * @param title title or domain of the page
	 * @param domain domain of the page (Vertex AI)
	 */
	record Web(@Nullable String uri, @Nullable String title, @Nullable String domain) implements GroundingSource {

	}

	/**
	 * An image that Google's image search found: Google's {@code image}.
	 *
	 * @param uri URI of the page that contains the image
	 * @param title title of the page
	 * @param domain domain of the page
	 * @param imageUri URI of the image
	 */
	record Image(@Nullable String uri, @Nullable String title, @Nullable String domain,
			@Nullable String imageUri) implements GroundingSource {

	}

	/**
	 * A passage of one of the user's documents, for example from a file search store:
	 * Google's {@code retrievedContext}.
	 *
	 * @param uri URI of the document
	 * @param title title of the document
	 * @param text text of the passage
	 * @param fileSearchStore name of the store, in the form {@code fileSearchStores/{id}}
	 * @param pageNumber number of the page that contains the passage, starting from 1
	 * @param mediaId ID of an image in the store
	 * @param customMetadata metadata that was stored with the document: a {@code String},
	 * a {@code Double} or a list of strings for each key
	 */
	record RetrievedContext(@Nullable String uri, @Nullable String title, @Nullable String text,
			@Nullable String fileSearchStore, @Nullable Integer pageNumber, @Nullable String mediaId,
			Map<String, Object> customMetadata) implements GroundingSource {

		public RetrievedContext {
			customMetadata = JsonView.immutableCopy(customMetadata);
		}

	}

	/**
	 * A place in Google Maps: Google's {@code maps}.
	 *
	 * @param uri URI of the place in Google Maps
	 * @param title name of the place
	 * @param text description of the place
	 * @param placeId ID of the place, in the form {@code places/{id}}
	 * @param reviews reviews on which the response is based
	 */
	record Place(@Nullable String uri, @Nullable String title, @Nullable String text, @Nullable String placeId,
			List<Review> reviews) implements GroundingSource {

		public Place {
			reviews = List.copyOf(reviews);
		}

	}

	/**
	 * A review of a place.
	 *
	 * @param title title of the review
	 * @param uri URI of the review in Google Maps
	 * @param reviewId ID of the review
	 */
	record Review(@Nullable String title, @Nullable String uri, @Nullable String reviewId) {

	}

	/**
	 * A source of a type that this library does not support. It is kept in
	 * {@link Grounding#sources()}, so that the indices of the other sources stay valid.
	 *
	 * @param fields fields of the source, keyed by their names in the response
	 */
	record Unknown(Map<String, Object> fields) implements GroundingSource {

		public Unknown {
			fields = JsonView.immutableCopy(fields);
		}

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
