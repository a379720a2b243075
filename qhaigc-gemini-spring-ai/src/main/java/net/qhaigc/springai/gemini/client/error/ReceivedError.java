package net.qhaigc.springai.gemini.client.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * A response that is an error, as the input of an {@link ErrorRule}.
 *
 * @param head the status and the headers of the response
 * @param status the HTTP status of the error, as returned by {@link ErrorCodes#status}
 * @param error the error in the body; null if there is none
 * @param body the body, or the beginning of it
 * @param model the requested model; null if none was requested
 */
record ReceivedError(ResponseHead head, int status, @Nullable ErrorEnvelope error, String body,
		@Nullable String model) {

	/** Return the code and the type of the error, and the reasons in its details. */
	List<String> codes() {
		List<String> codes = new ArrayList<>();
		if (this.error != null) {
			add(codes, this.error.code());
			add(codes, this.error.type());
			for (Map<String, Object> info : ErrorDetails.ofType(this.error, "ErrorInfo")) {
				add(codes, Objects.toString(info.get("reason"), null));
			}
		}
		return codes;
	}

	/**
	 * Return the text in which an {@link ErrorPattern} searches for words: the message of
	 * the error, or the body if it contains no error.
	 */
	String text() {
		return (this.error != null) ? String.valueOf(this.error.message()) : this.body;
	}

	boolean hasType(String type) {
		return this.error != null && type.equalsIgnoreCase(this.error.type());
	}

	/**
	 * Whether the message contains the requested model, but no path with this model, such
	 * as {@code /models/gemini-2.5-flash:generateContent}.
	 */
	boolean namesModel() {
		return this.error != null && this.model != null && text().contains(this.model)
				&& !text().contains(this.model + ":");
	}

	boolean isHtml() {
		return this.error == null && startsWith('<');
	}

	/** Whether the body is plain text, or empty. */
	boolean isText() {
		return this.error == null && !startsWith('<') && !startsWith('{') && !startsWith('[');
	}

	boolean isCloudflareChallenge() {
		return "challenge".equals(this.head.header("cf-mitigated"));
	}

	private boolean startsWith(char first) {
		String text = this.body.stripLeading();
		return !text.isEmpty() && text.charAt(0) == first;
	}

	private static void add(List<String> codes, @Nullable String code) {
		if (code != null) {
			codes.add(code);
		}
	}

}
