package net.qhaigc.springai.gemini.rendering;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.Generation;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

/**
 * A grounded response in which the offsets of passages count UTF-8 bytes, as in Google's
 * responses.
 */
final class GroundedResponse {

	private final String text;

	private final List<Object> chunks = new ArrayList<>();

	private final List<Object> supports = new ArrayList<>();

	private GroundedResponse(String text) {
		this.text = text;
	}

	static GroundedResponse of(String text) {
		return new GroundedResponse(text);
	}

	GroundedResponse source(String uri, String title) {
		this.chunks.add(Map.of("web", Map.of("uri", uri, "title", title)));
		return this;
	}

	/**
	 * Add a passage of the text that is supported by the source with the given index. The
	 * start and the end are {@code String} indices, which are converted to UTF-8 offsets.
	 */
	GroundedResponse passage(int start, int end, int sourceIndex) {
		this.supports.add(Map.of("segment", Map.of("startIndex", utf8Offset(start), "endIndex", utf8Offset(end)),
				"groundingChunkIndices", List.of(sourceIndex)));
		return this;
	}

	private int utf8Offset(int index) {
		return this.text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
	}

	String render(ResponseRenderer renderer) {
		return renderer.render(QhaigcGeminiMetadata.from(new Generation(new AssistantMessage(this.text),
				ChatGenerationMetadata.builder()
					.metadata("groundingMetadata",
							Map.of("groundingChunks", this.chunks, "groundingSupports", this.supports))
					.build())));
	}

}
