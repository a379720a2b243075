package net.qhaigc.springai.gemini.client.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Redacts the API key of a request in texts, in exceptions and their causes, and in the
 * metadata of responses, before the client returns, throws or logs them. It recognizes
 * the key in any letter case, escaped for JSON, URLs or HTML, encoded in Base64 or
 * hexadecimal, with line breaks, truncated, and without its prefix {@code sk-}. A text or
 * an exception without the key is not copied.
 */
public final class Redactor {

	/** Redacts nothing, for use where no API key is known. */
	public static final Redactor NONE = new Redactor("");

	private static final String REDACTED = "***";

	private static final int ASCII = 128;

	private final String key;

	private final List<SecretForm> forms;

	/**
	 * For each ASCII character, whether a {@link SecretForm} of the key or an escape
	 * sequence can begin with it.
	 */
	private final boolean[] mayBeginMatch = new boolean[ASCII];

	/**
	 * Create a redactor.
	 * @param key the API key, in printable ASCII characters; nothing is redacted if it is
	 * empty
	 */
	public Redactor(String key) {
		this.key = key;
		this.forms = key.isEmpty() ? List.of() : SecretForm.of(key);
		for (char ch = 0; ch < ASCII; ch++) {
			this.mayBeginMatch[ch] = EscapedText.mayBeginEscape(ch);
		}
		for (SecretForm form : this.forms) {
			for (char ch : form.firstCharacters()) {
				this.mayBeginMatch[ch & (ASCII - 1)] = true;
			}
		}
	}

	/**
	 * Return whether this redactor redacts a given API key.
	 * @param key the API key
	 * @return true if it redacts this key
	 */
	public boolean isFor(String key) {
		return this.key.equals(key);
	}

	/**
	 * Redact a text.
	 * @param text the text
	 * @return the text without the key
	 */
	public String redact(String text) {
		int found = this.forms.isEmpty() ? -1 : find(text, 0);
		if (found < 0) {
			return text;
		}
		EscapedText escaped = new EscapedText(text);
		StringBuilder redacted = new StringBuilder();
		int copied = 0;
		while (found >= 0) {
			redacted.append(text, copied, found).append(REDACTED);
			copied = endOfMatch(escaped, found);
			found = find(text, copied);
		}
		return redacted.append(text, copied, text.length()).toString();
	}

	/**
	 * Redact a text that can be null.
	 * @param text the text, or null
	 * @return the text without the key, or null
	 */
	public @Nullable String redactNullable(@Nullable String text) {
		return (text != null) ? redact(text) : null;
	}

	/**
	 * Return the first position, not before the given one, at which a form of the key
	 * begins; -1 if there is none.
	 */
	private int find(String text, int from) {
		EscapedText escaped = null;
		for (int i = from; i < text.length(); i++) {
			char ch = text.charAt(i);
			if ((ch < ASCII && this.mayBeginMatch[ch] && mayBegin(text, i)) || SecretForm.isTruncatedBefore(text, i)) {
				escaped = (escaped != null) ? escaped : new EscapedText(text);
				if (endOfMatch(escaped, i) >= 0) {
					return i;
				}
			}
		}
		return -1;
	}

	/**
	 * Return whether a form of the key could begin at a position. This quick check avoids
	 * creating an {@link EscapedText} for most texts without the key.
	 */
	private boolean mayBegin(String text, int start) {
		for (int i = 0; i < this.forms.size(); i++) {
			if (this.forms.get(i).mayBegin(text, start)) {
				return true;
			}
		}
		return false;
	}

	/** Return the end of the longest match at a position; -1 if there is no match. */
	private int endOfMatch(EscapedText text, int start) {
		int end = -1;
		for (SecretForm form : this.forms) {
			end = Math.max(end, form.endOfMatch(text, start));
		}
		return end;
	}

	/**
	 * Redact the message, the details and the causes of a failure.
	 * @param failure the failure
	 * @return the failure itself if it does not contain the key; otherwise a copy with
	 * the same stack trace. The copy of a {@link GatewayFailure} is transient or
	 * permanent like the original
	 */
	public Throwable redact(Throwable failure) {
		return FailureCopies.redact(failure, this);
	}

	/**
	 * Redact the model version, the response ID, the prompt feedback, and the finish
	 * reasons and finish messages of a response.
	 * @param response the response, or an event of a stream
	 * @return the response with these fields redacted; the content that the model
	 * generated is not redacted
	 */
	public GenerateContentResponse redact(GenerateContentResponse response) {
		String version = redactNullable(response.modelVersion());
		String id = redactNullable(response.responseId());
		Map<String, Object> feedback = response.promptFeedback().isEmpty() ? response.promptFeedback()
				: redactValues(response.promptFeedback());
		List<Candidate> candidates = redact(response.candidates());
		boolean unchanged = version == response.modelVersion() && id == response.responseId()
				&& feedback == response.promptFeedback() && candidates == response.candidates();
		return unchanged ? response : new GenerateContentResponse(candidates, feedback, response.usageMetadata(),
				version, id, response.error(), response.extra());
	}

	private List<Candidate> redact(List<Candidate> candidates) {
		for (int i = 0; i < candidates.size(); i++) {
			if (redact(candidates.get(i)) != candidates.get(i)) {
				return candidates.stream().map(this::redact).toList();
			}
		}
		return candidates;
	}

	private Candidate redact(Candidate candidate) {
		String reason = redactNullable(candidate.finishReason());
		String message = redactNullable(candidate.finishMessage());
		return (reason == candidate.finishReason() && message == candidate.finishMessage()) ? candidate
				: new Candidate(candidate.content(), reason, message, candidate.index(), candidate.details());
	}

	/** Redact the names and the texts in a JSON object. */
	private Map<String, Object> redactValues(Map<String, Object> object) {
		Map<String, Object> redacted = new LinkedHashMap<>();
		object.forEach((name, value) -> redacted.put(redact(name), redactValue(value)));
		return redacted;
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object redactValue(@Nullable Object value) {
		if (value instanceof String text) {
			return redact(text);
		}
		if (value instanceof List<?> list) {
			return list.stream().map(this::redactValue).toList();
		}
		return (value instanceof Map<?, ?> map) ? redactValues((Map<String, Object>) map) : value;
	}

	@Override
	public String toString() {
		return REDACTED;
	}

}
