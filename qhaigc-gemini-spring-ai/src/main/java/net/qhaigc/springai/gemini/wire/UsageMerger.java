package net.qhaigc.springai.gemini.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.UsageMetadata.ModalityTokenCount;

/**
 * Adds the token counts of several responses. Other fields are those of the last response
 * that has them.
 */
final class UsageMerger {

	private UsageMerger() {
	}

	static UsageMetadata add(UsageMetadata one, UsageMetadata other) {
		return new UsageMetadata(add(one.promptTokenCount(), other.promptTokenCount()),
				add(one.cachedContentTokenCount(), other.cachedContentTokenCount()),
				add(one.candidatesTokenCount(), other.candidatesTokenCount()),
				add(one.thoughtsTokenCount(), other.thoughtsTokenCount()),
				add(one.toolUsePromptTokenCount(), other.toolUsePromptTokenCount()),
				add(one.totalTokenCount(), other.totalTokenCount()),
				add(one.promptTokensDetails(), other.promptTokensDetails()),
				add(one.cacheTokensDetails(), other.cacheTokensDetails()),
				add(one.candidatesTokensDetails(), other.candidatesTokensDetails()),
				add(one.toolUsePromptTokensDetails(), other.toolUsePromptTokensDetails()),
				(other.serviceTier() != null) ? other.serviceTier() : one.serviceTier(),
				(other.trafficType() != null) ? other.trafficType() : one.trafficType(),
				other.extra().isEmpty() ? one.extra() : other.extra());
	}

	private static @Nullable Integer add(@Nullable Integer one, @Nullable Integer other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
	}

	private static List<ModalityTokenCount> add(List<ModalityTokenCount> one, List<ModalityTokenCount> other) {
		Map<String, ModalityTokenCount> sums = new LinkedHashMap<>();
		for (List<ModalityTokenCount> counts : List.of(one, other)) {
			for (ModalityTokenCount count : counts) {
				sums.merge(String.valueOf(count.modality()), count, (first,
						second) -> new ModalityTokenCount(first.modality(), first.tokenCount() + second.tokenCount()));
			}
		}
		return List.copyOf(sums.values());
	}

}
