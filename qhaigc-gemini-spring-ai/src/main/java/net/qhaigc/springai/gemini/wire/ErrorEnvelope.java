package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An error, in whatever form it came: Google's, OpenAI's, or a bare message.
 *
 * @param status the HTTP status that the error itself names; null if it names none
 * @param code a word for machines: OpenAI's {@code code} or Google's {@code status}; null
 * if there is none
 * @param type OpenAI's {@code type}; null if there is none
 * @param message a sentence for people; null if there is none
 * @param details Google's {@code details}, each with an {@code @type}
 */
public record ErrorEnvelope(@Nullable Integer status, @Nullable String code, @Nullable String type,
		@Nullable String message, List<Map<String, Object>> details) {

}
