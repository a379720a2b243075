package net.qhaigc.springai.gemini.codec;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * Decodes Gemini's token counts into {@link TokenUsage}, and into Spring AI's
 * {@code Usage}, which has counts for the prompt, the completion and the total, and
 * contains the {@code TokenUsage} as its native usage.
 */
final class UsageDecoder {

	private UsageDecoder() {
	}

	/** Return Spring AI's token counts; all are zero if the response has no usage. */
	static Usage toSpringAi(@Nullable TokenUsage usage) {
		if (usage == null) {
			return new EmptyUsage();
		}
		int prompt = sum(count(usage.promptTokenCount()), count(usage.toolUsePromptTokenCount()));
		int completion = sum(count(usage.candidatesTokenCount()), count(usage.thoughtsTokenCount()));
		int total = (usage.totalTokenCount() != null) ? usage.totalTokenCount() : sum(prompt, completion);
		Long cached = (usage.cachedContentTokenCount() != null) ? usage.cachedContentTokenCount().longValue() : null;
		return new DefaultUsage(prompt, completion, total, usage, cached, null);
	}

	static TokenUsage decode(UsageMetadata wire) {
		return new TokenUsage(wire.promptTokenCount(), wire.cachedContentTokenCount(), wire.candidatesTokenCount(),
				wire.thoughtsTokenCount(), wire.toolUsePromptTokenCount(), wire.totalTokenCount(),
				details(wire.promptTokensDetails()), details(wire.cacheTokensDetails()),
				details(wire.candidatesTokensDetails()), details(wire.toolUsePromptTokensDetails()), wire.serviceTier(),
				wire.trafficType(), wire.extra());
	}

	private static List<TokenUsage.ModalityTokenCount> details(List<UsageMetadata.ModalityTokenCount> counts) {
		TokenUsage.ModalityTokenCount[] details = new TokenUsage.ModalityTokenCount[counts.size()];
		for (int i = 0; i < details.length; i++) {
			details[i] = new TokenUsage.ModalityTokenCount(counts.get(i).modality(), counts.get(i).tokenCount());
		}
		return List.of(details);
	}

	/** Return the sum, limited to {@code Integer.MAX_VALUE}. */
	private static int sum(int one, int other) {
		return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
	}

	private static int count(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

}
