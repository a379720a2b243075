package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

/**
 * A page that the server was to read for the prompt: Google's {@code urlMetadata}.
 *
 * @param url the page's address; or null
 * @param status how it went, such as {@code URL_RETRIEVAL_STATUS_PAYWALL}; or null
 */
public record RetrievedUrl(@Nullable String url, @Nullable String status) {

	static @Nullable RetrievedUrl of(JsonView url) {
		return url.isEmpty() ? null : new RetrievedUrl(url.text("retrievedUrl"), url.text("urlRetrievalStatus"));
	}

	/**
	 * Whether the page was read.
	 * @return true if its status says success
	 */
	public boolean isSuccess() {
		return "URL_RETRIEVAL_STATUS_SUCCESS".equals(this.status);
	}

}
