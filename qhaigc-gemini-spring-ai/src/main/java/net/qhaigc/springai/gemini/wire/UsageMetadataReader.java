package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.UsageMetadata.ModalityTokenCount;

/**
 * Reads token counts, which most events of a stream contain. The counts are held in local
 * variables, since a builder would have to be allocated for each event.
 */
final class UsageMetadataReader {

	private UsageMetadataReader() {
	}

	/** Read the current value; null if it is not an object. */
	static @Nullable UsageMetadata read(FieldReader fields) {
		if (!fields.enterObject()) {
			return null;
		}
		Integer prompt = null;
		Integer cachedContent = null;
		Integer candidates = null;
		Integer thoughts = null;
		Integer toolUsePrompt = null;
		Integer total = null;
		List<ModalityTokenCount> promptDetails = List.of();
		List<ModalityTokenCount> cacheDetails = List.of();
		List<ModalityTokenCount> candidatesDetails = List.of();
		List<ModalityTokenCount> toolUsePromptDetails = List.of();
		String serviceTier = null;
		String trafficType = null;
		Map<String, Object> extra = Map.of();
		for (String name = fields.nextName(); name != null; name = fields.nextName()) {
			switch (name) {
				case "promptTokenCount" -> prompt = fields.count();
				case "cachedContentTokenCount" -> cachedContent = fields.count();
				case "candidatesTokenCount" -> candidates = fields.count();
				case "thoughtsTokenCount" -> thoughts = fields.count();
				case "toolUsePromptTokenCount" -> toolUsePrompt = fields.count();
				case "totalTokenCount" -> total = fields.count();
				case "promptTokensDetails" -> promptDetails = modalityCounts(fields);
				case "cacheTokensDetails" -> cacheDetails = modalityCounts(fields);
				case "candidatesTokensDetails" -> candidatesDetails = modalityCounts(fields);
				case "toolUsePromptTokensDetails" -> toolUsePromptDetails = modalityCounts(fields);
				case "serviceTier" -> serviceTier = fields.text();
				case "trafficType" -> trafficType = fields.text();
				default -> extra = JsonValueReader.put(extra, name, JsonValueReader.readCamelCase(fields.json()));
			}
		}
		return new UsageMetadata(prompt, cachedContent, candidates, thoughts, toolUsePrompt, total, promptDetails,
				cacheDetails, candidatesDetails, toolUsePromptDetails, serviceTier, trafficType,
				JsonValueReader.unmodifiable(extra));
	}

	private static List<ModalityTokenCount> modalityCounts(FieldReader fields) {
		if (!fields.enterArray()) {
			return List.of();
		}
		List<ModalityTokenCount> counts = List.of();
		while (fields.nextElement()) {
			if (fields.enterObject()) {
				counts = JsonValueReader.add(counts, modalityCount(fields));
			}
		}
		return counts;
	}

	private static ModalityTokenCount modalityCount(FieldReader fields) {
		String modality = null;
		Integer tokens = null;
		for (String name = fields.nextName(); name != null; name = fields.nextName()) {
			switch (name) {
				case "modality" -> modality = EnumReader.MODALITY.read(fields.json());
				case "tokenCount" -> tokens = fields.count();
				default -> fields.json().skipChildren();
			}
		}
		return new ModalityTokenCount(modality, (tokens != null) ? tokens : 0);
	}

}
