package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the counts of tokens, which most events of a stream carry.
 */
final class UsageMetadataReader {

	private UsageMetadataReader() {
	}

	/** Reads the counts that the parser stands on; null if there are none. */
	static @Nullable UsageMetadata read(FieldReader fields) {
		if (!fields.isObject()) {
			return null;
		}
		Integer[] counts = new Integer[6];
		List<UsageMetadata.ModalityTokenCount> prompt = List.of();
		List<UsageMetadata.ModalityTokenCount> cache = List.of();
		List<UsageMetadata.ModalityTokenCount> candidates = List.of();
		List<UsageMetadata.ModalityTokenCount> toolUse = List.of();
		String tier = null;
		String traffic = null;
		Map<String, Object> extra = Map.of();
		for (String name = fields.nextName(); name != null; name = fields.nextName()) {
			switch (name) {
				case "promptTokenCount" -> counts[0] = fields.count();
				case "cachedContentTokenCount" -> counts[1] = fields.count();
				case "candidatesTokenCount" -> counts[2] = fields.count();
				case "thoughtsTokenCount" -> counts[3] = fields.count();
				case "toolUsePromptTokenCount" -> counts[4] = fields.count();
				case "totalTokenCount" -> counts[5] = fields.count();
				case "promptTokensDetails" -> prompt = modalities(fields);
				case "cacheTokensDetails" -> cache = modalities(fields);
				case "candidatesTokensDetails" -> candidates = modalities(fields);
				case "toolUsePromptTokensDetails" -> toolUse = modalities(fields);
				case "serviceTier" -> tier = fields.text();
				case "trafficType" -> traffic = fields.text();
				default -> extra = JsonValueReader.with(extra, name, JsonValueReader.readCamelCase(fields.json()));
			}
		}
		return new UsageMetadata(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], prompt, cache,
				candidates, toolUse, tier, traffic, extra);
	}

	private static List<UsageMetadata.ModalityTokenCount> modalities(FieldReader fields) {
		if (!fields.isArray()) {
			return List.of();
		}
		List<UsageMetadata.ModalityTokenCount> counts = List.of();
		while (fields.nextElement()) {
			if (fields.isObject()) {
				counts = JsonValueReader.with(counts, modality(fields));
			}
		}
		return counts;
	}

	private static UsageMetadata.ModalityTokenCount modality(FieldReader fields) {
		String modality = null;
		Integer tokens = null;
		for (String name = fields.nextName(); name != null; name = fields.nextName()) {
			switch (name) {
				case "modality" -> modality = EnumReader.MODALITY.read(fields.json());
				case "tokenCount" -> tokens = fields.count();
				default -> fields.json().skipChildren();
			}
		}
		return new UsageMetadata.ModalityTokenCount(modality, (tokens != null) ? tokens : 0);
	}

}
