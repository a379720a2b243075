package net.qhaigc.springai.gemini.client;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;

/**
 * Estimates the number of tokens of an encoded request. Text has about one token per four
 * bytes in most languages, including Chinese, where a character of three bytes is often a
 * whole token. Base64 is not text: a long sequence of base64 characters counts as one
 * image.
 */
final class TokenEstimate {

	private static final int BYTES_PER_TOKEN = 4;

	/** The number of tokens of an image, according to Google's documentation. */
	private static final int TOKENS_PER_MEDIA = 1120;

	/** Sequences of base64 characters in text, such as words, are shorter than this. */
	private static final int MIN_BASE64_LENGTH = 2048;

	private long textBytes;

	private long base64SequenceBytes;

	private long mediaCount;

	private TokenEstimate() {
	}

	/** Return the estimate for a body. */
	static long of(RequestBytes body) {
		if (body.length() < MIN_BASE64_LENGTH) {
			return tokens(body.length());
		}
		TokenEstimate estimate = new TokenEstimate();
		body.forEachSegment(estimate::add);
		estimate.endBase64Sequence();
		return tokens(estimate.textBytes) + estimate.mediaCount * TOKENS_PER_MEDIA;
	}

	/**
	 * Return the maximum number of output tokens that a body specifies; 0 if it specifies
	 * none.
	 */
	static long maxOutputTokens(Object body) {
		if (body instanceof GenerateContentRequest request) {
			return (request.generationConfig() != null) ? orZero(request.generationConfig().maxOutputTokens()) : 0;
		}
		if (body instanceof ChatCompletionRequest request) {
			return orZero(request.maxTokens());
		}
		Object config = (body instanceof Map<?, ?> map) ? map.get("generationConfig") : null;
		Object max = (config instanceof Map<?, ?> map) ? map.get("maxOutputTokens") : null;
		return (max instanceof Number number) ? Math.max(0, number.longValue()) : 0;
	}

	private static long orZero(@Nullable Integer count) {
		return Math.max(0, Objects.requireNonNullElse(count, 0));
	}

	private static long tokens(long bytes) {
		return Math.max(1, bytes / BYTES_PER_TOKEN);
	}

	private void add(ByteBuffer segment) {
		for (int i = segment.position(); i < segment.limit(); i++) {
			if (isBase64(segment.get(i))) {
				this.base64SequenceBytes++;
			}
			else {
				endBase64Sequence();
				this.textBytes++;
			}
		}
	}

	private void endBase64Sequence() {
		if (this.base64SequenceBytes < MIN_BASE64_LENGTH) {
			this.textBytes += this.base64SequenceBytes;
		}
		else {
			this.mediaCount++;
		}
		this.base64SequenceBytes = 0;
	}

	private static boolean isBase64(byte value) {
		return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '/' && value <= '9')
				|| value == '+' || value == '=';
	}

}
