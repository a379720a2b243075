package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;

/**
 * Verifies that the passages of a grounded response refer to sources that the response
 * contains.
 */
final class GroundingVerifier {

	private GroundingVerifier() {
	}

	/**
	 * Warn if a passage has indices for which there is no source. The typed
	 * {@code Grounding} omits these indices.
	 * @param grounding Google's {@code groundingMetadata}; null if there is none
	 * @param warnings logs the warning
	 */
	static void verify(@Nullable Object grounding, WarnOnce warnings) {
		if (!(grounding instanceof Map<?, ?> fields)
				|| !(fields.get("groundingSupports") instanceof List<?> supports)) {
			return;
		}
		int sources = (fields.get("groundingChunks") instanceof List<?> chunks) ? chunks.size() : 0;
		for (Object support : supports) {
			if (support instanceof Map<?, ?> passage && passage.get("groundingChunkIndices") instanceof List<?> indices
					&& indices.stream().anyMatch((index) -> !isValid(index, sources))) {
				warnings.warn("grounding", "index",
						"The grounding of a response refers to sources that the response does not have. The references were dropped");
				return;
			}
		}
	}

	private static boolean isValid(@Nullable Object index, int sources) {
		return index instanceof Number number && number.intValue() >= 0 && number.intValue() < sources;
	}

}
