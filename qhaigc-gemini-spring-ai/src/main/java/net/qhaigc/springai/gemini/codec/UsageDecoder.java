package net.qhaigc.springai.gemini.codec;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * Decodes token counts: to Spring AI's numbers for prompt, completion and total, and to
 * {@link TokenUsage}, which is the native usage.
 */
final class UsageDecoder {

	private UsageDecoder() {
	}

	/** Decode the counts; all are zero if the response has none. */
	static Usage decode(@Nullable UsageMetadata wire) {
		if (wire == null) {
			return new EmptyUsage();
		}
		int prompt = count(wire.promptTokenCount()) + count(wire.toolUsePromptTokenCount());
		int completion = count(wire.candidatesTokenCount()) + count(wire.thoughtsTokenCount());
		int total = (wire.totalTokenCount() != null) ? wire.totalTokenCount() : prompt + completion;
		Long cached = (wire.cachedContentTokenCount() != null) ? wire.cachedContentTokenCount().longValue() : null;
		return new DefaultUsage(prompt, completion, total, decodeNative(wire), cached, null);
	}

	static TokenUsage decodeNative(UsageMetadata wire) {
		return new TokenUsage(wire.promptTokenCount(), wire.cachedContentTokenCount(), wire.candidatesTokenCount(),
				wire.thoughtsTokenCount(), wire.toolUsePromptTokenCount(), wire.totalTokenCount(),
				details(wire.promptTokensDetails()), details(wire.cacheTokensDetails()),
				details(wire.candidatesTokensDetails()), details(wire.toolUsePromptTokensDetails()), wire.serviceTier(),
				wire.trafficType(), wire.extra());
	}

	private static List<TokenUsage.ModalityTokenCount> details(List<UsageMetadata.ModalityTokenCount> counts) {
		return counts.stream()
			.map((count) -> new TokenUsage.ModalityTokenCount(count.modality(), count.tokenCount()))
			.toList();
	}

	private static int count(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

}
