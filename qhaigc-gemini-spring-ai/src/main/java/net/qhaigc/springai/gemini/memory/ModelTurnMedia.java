package net.qhaigc.springai.gemini.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.messages.AssistantMessage;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;

/**
 * Media of a model turn to which only the metadata of the message refers: a message that
 * Spring AI has aggregated from a stream contains no media.
 */
final class ModelTurnMedia {

	private ModelTurnMedia() {
	}

	/**
	 * Add the media that a message does not contain itself.
	 * @param message the message
	 * @param written the JSON of the media that the message contains; one JSON object is
	 * added for each further item of media
	 */
	static void write(AssistantMessage message, List<Map<String, Object>> written) {
		for (ModelTurn.TurnMedia media : ModelTurn.media(message)) {
			if (media.index() == written.size() && (media.reference() != null || media.uri() != null)) {
				Map<String, Object> json = new LinkedHashMap<>();
				json.put("mimeType", MediaDecoder.mimeType(media.mimeType()).toString());
				MediaCodec.putIfPresent(json, MediaCodec.REFERENCE, media.reference());
				MediaCodec.putIfPresent(json, "uri", media.uri());
				written.add(json);
			}
		}
	}

}
