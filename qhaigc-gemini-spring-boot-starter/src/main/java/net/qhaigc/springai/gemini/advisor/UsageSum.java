package net.qhaigc.springai.gemini.advisor;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;

import net.qhaigc.springai.gemini.metadata.TokenUsage;

/**
 * Adds the usage of responses, including the native usage if it is a {@link TokenUsage}.
 */
final class UsageSum {

	private UsageSum() {
	}

	static Usage of(@Nullable Usage first, Usage second) {
		if (first == null) {
			return second;
		}
		return new DefaultUsage(count(first.getPromptTokens()) + count(second.getPromptTokens()),
				count(first.getCompletionTokens()) + count(second.getCompletionTokens()),
				count(first.getTotalTokens()) + count(second.getTotalTokens()),
				nativeUsage(first.getNativeUsage(), second.getNativeUsage()),
				sum(first.getCacheReadInputTokens(), second.getCacheReadInputTokens()),
				sum(first.getCacheWriteInputTokens(), second.getCacheWriteInputTokens()));
	}

	static boolean isEmpty(@Nullable Usage usage) {
		return usage == null || count(usage.getTotalTokens()) == 0;
	}

	private static @Nullable Object nativeUsage(@Nullable Object first, @Nullable Object second) {
		return (first instanceof TokenUsage usage && second instanceof TokenUsage other) ? usage.plus(other) : null;
	}

	private static @Nullable Long sum(@Nullable Long first, @Nullable Long second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return first + second;
	}

	private static int count(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

}
