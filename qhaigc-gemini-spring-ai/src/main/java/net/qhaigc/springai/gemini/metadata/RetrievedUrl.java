package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

/**
 * A page that the URL context tool retrieved or failed to retrieve: Google's
 * {@code urlMetadata}.
 *
 * @param url URL of the page; null if the response has none
 * @param status status of the retrieval, such as {@code URL_RETRIEVAL_STATUS_PAYWALL};
 * null if the response has none
 */
public record RetrievedUrl(@Nullable String url, @Nullable String status) {

	static @Nullable RetrievedUrl of(JsonView url) {
		return url.isEmpty() ? null : new RetrievedUrl(url.text("retrievedUrl"), url.text("urlRetrievalStatus"));
	}

	/**
	 * Return whether the page was retrieved.
	 * @return true if the status is {@code URL_RETRIEVAL_STATUS_SUCCESS}
	 */
	public boolean isSuccess() {
		return "URL_RETRIEVAL_STATUS_SUCCESS".equals(this.status);
	}

}
