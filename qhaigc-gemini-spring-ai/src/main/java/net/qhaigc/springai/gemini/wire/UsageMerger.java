package net.qhaigc.springai.gemini.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.UsageMetadata.ModalityTokenCount;

/**
 * Adds up the token counts of two responses. The service tier, the traffic type and the
 * map of {@code extra} fields are each taken from the later response or, if the later
 * response has none, from the earlier response.
 */
final class UsageMerger {

	private UsageMerger() {
	}

	static UsageMetadata add(UsageMetadata earlier, UsageMetadata later) {
		return new UsageMetadata(add(earlier.promptTokenCount(), later.promptTokenCount()),
				add(earlier.cachedContentTokenCount(), later.cachedContentTokenCount()),
				add(earlier.candidatesTokenCount(), later.candidatesTokenCount()),
				add(earlier.thoughtsTokenCount(), later.thoughtsTokenCount()),
				add(earlier.toolUsePromptTokenCount(), later.toolUsePromptTokenCount()),
				add(earlier.totalTokenCount(), later.totalTokenCount()),
				add(earlier.promptTokensDetails(), later.promptTokensDetails()),
				add(earlier.cacheTokensDetails(), later.cacheTokensDetails()),
				add(earlier.candidatesTokensDetails(), later.candidatesTokensDetails()),
				add(earlier.toolUsePromptTokensDetails(), later.toolUsePromptTokensDetails()),
				(later.serviceTier() != null) ? later.serviceTier() : earlier.serviceTier(),
				(later.trafficType() != null) ? later.trafficType() : earlier.trafficType(),
				later.extra().isEmpty() ? earlier.extra() : later.extra());
	}

	private static @Nullable Integer add(@Nullable Integer earlier, @Nullable Integer later) {
		if (earlier == null || later == null) {
			return (earlier != null) ? earlier : later;
		}
		return (int) Math.min(Integer.MAX_VALUE, (long) earlier + later);
	}

	private static List<ModalityTokenCount> add(List<ModalityTokenCount> earlier, List<ModalityTokenCount> later) {
		Map<String, ModalityTokenCount> sums = new LinkedHashMap<>();
		for (List<ModalityTokenCount> counts : List.of(earlier, later)) {
			for (ModalityTokenCount count : counts) {
				sums.merge(String.valueOf(count.modality()), count, (first,
						second) -> new ModalityTokenCount(first.modality(), first.tokenCount() + second.tokenCount()));
			}
		}
		return List.copyOf(sums.values());
	}

}
