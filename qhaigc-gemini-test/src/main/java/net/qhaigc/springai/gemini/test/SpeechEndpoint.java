package net.qhaigc.springai.gemini.test;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The endpoint {@code /v1/audio/speech}.
 */
final class SpeechEndpoint implements OpenAiEndpoint {

	private static final Set<String> FIELDS = Set.of("model", "input", "voice", "response_format", "speed",
			"instructions", "stream_format");

	private static final int MAX_INPUT_LENGTH = 4096;

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		return RequestFields.of(request.json(), FIELDS)
			.requireText("model")
			.requireText("input")
			.optional("input", (input) -> input.asString("").length() <= MAX_INPUT_LENGTH,
					"at most " + MAX_INPUT_LENGTH + " characters")
			.requireThat("voice", (voice) -> voice.isObject() || !voice.asString("").isEmpty(), "the name of a voice")
			.oneOf("response_format", "mp3", "opus", "aac", "flac", "wav", "pcm")
			.number("speed", 0.25, 4)
			.oneOf("stream_format", "audio", "sse")
			.result();
	}

	@Override
	public ReplyBody generate(ReceivedRequest request) {
		return generateAudio(request.json().path("input").asString(""), request);
	}

	private static ReplyBody.Raw generateAudio(String text, ReceivedRequest request) {
		String format = request.json().path("response_format").asString("mp3");
		return switch (format) {
			case "mp3" -> audioBody("audio/mpeg", GeneratedAudio.mp3(text));
			case "wav" -> audioBody("audio/wav", GeneratedAudio.wav(text));
			case "pcm" -> audioBody("audio/pcm", GeneratedAudio.pcm(text));
			default -> throw new IllegalStateException("The stand-in gateway generates only mp3, wav and pcm, not "
					+ format + ". Script a reply with audio(..)");
		};
	}

	private static ReplyBody.Raw audioBody(String contentType, byte[] bytes) {
		return new ReplyBody.Raw(200, Map.of("Content-Type", contentType), List.of(bytes));
	}

	@Override
	public ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request) {
		List<JsonNode> media = WireParts.media(body);
		if (!media.isEmpty()) {
			return audioBody(media.get(0).path("mimeType").asString(""),
					Base64.getDecoder().decode(media.get(0).path("data").asString("")));
		}
		String text = WireParts.joinedText(body);
		if (text == null) {
			throw OpenAiEndpoint.mismatch(body, request, "audio(..), reply(..)");
		}
		return generateAudio(text, request);
	}

}
