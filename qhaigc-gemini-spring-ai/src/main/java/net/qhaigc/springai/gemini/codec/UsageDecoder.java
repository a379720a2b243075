package net.qhaigc.springai.gemini.codec;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * Token counts as Spring AI has them: what went in, what came out, and Google's own
 * total.
 */
final class UsageDecoder {

	private UsageDecoder() {
	}

	/**
	 * The usage; one of zeros where the wire has none. The wire record is its native
	 * form.
	 */
	static Usage decode(@Nullable UsageMetadata wire) {
		if (wire == null) {
			return new EmptyUsage();
		}
		int prompt = count(wire.promptTokenCount()) + count(wire.toolUsePromptTokenCount());
		int completion = count(wire.candidatesTokenCount()) + count(wire.thoughtsTokenCount());
		int total = (wire.totalTokenCount() != null) ? wire.totalTokenCount() : prompt + completion;
		Long cached = (wire.cachedContentTokenCount() != null) ? wire.cachedContentTokenCount().longValue() : null;
		return new DefaultUsage(prompt, completion, total, wire, cached, null);
	}

	private static int count(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

}
