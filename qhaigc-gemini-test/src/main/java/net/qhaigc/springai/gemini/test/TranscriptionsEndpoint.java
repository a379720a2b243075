package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoint {@code /v1/audio/transcriptions}.
 */
final class TranscriptionsEndpoint implements OpenAiEndpoint {

	private static final Set<String> FIELDS = Set.of("file", "model", "language", "prompt", "response_format",
			"temperature", "timestamp_granularities[]", "stream", "include[]", "chunking_strategy");

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		if (!request.isForm()) {
			return ErrorResponse.gateway(400, null, "This path requires a body of type multipart/form-data.");
		}
		return RequestFields.of(request.json(), FIELDS)
			.requireText("model")
			.requireThat("file", (file) -> file.path("bytes").asLong(0) > 0, "a non-empty file")
			.oneOf("response_format", "json", "text", "srt", "verbose_json", "vtt")
			.optional("temperature", TranscriptionsEndpoint::isTemperature, "a number from 0 to 1")
			.oneOf("stream", "true", "false")
			.oneOf("timestamp_granularities[]", "word", "segment")
			.result();
	}

	private static boolean isTemperature(JsonNode value) {
		return value.asString("").matches("0?\\.\\d+|[01](\\.0+)?");
	}

	@Override
	public ReplyBody generate(ReceivedRequest request) {
		byte[] audio = request.files().getOrDefault("file", new byte[0]);
		String text = GeneratedAudio.text(audio);
		String name = request.json().path("file").path("filename").asString("");
		return ModelTurn.EMPTY.with(WireParts
			.text((text != null) ? text : "The transcription of " + name + ", " + audio.length + " bytes"));
	}

	@Override
	public ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request) {
		String text = WireParts.joinedText(body);
		if (text == null) {
			throw OpenAiEndpoint.mismatch(body, request, "reply(..)");
		}
		if (request.json().path("stream").asString("").equals("true")) {
			return events(text);
		}
		String format = request.json().path("response_format").asString("json");
		return switch (format) {
			case "text" -> text("text/plain", text + "\n");
			case "srt" -> text("text/plain", "1\n00:00:00,000 --> " + endTime(text, ",") + "\n" + text + "\n\n");
			case "vtt" -> text("text/vtt", "WEBVTT\n\n00:00:00.000 --> " + endTime(text, ".") + "\n" + text + "\n\n");
			case "verbose_json" -> ReplyBody.Raw.json(verboseJson(text, request));
			default -> ReplyBody.Raw.json(Json.object().put("text", text));
		};
	}

	private static ReplyBody.Raw text(String contentType, String text) {
		return ReplyBody.Raw.of(200, Map.of("Content-Type", contentType + "; charset=utf-8"), text);
	}

	private static String endTime(String text, String decimalSeparator) {
		Duration duration = Duration.ofMillis(Math.round(1000 * GeneratedAudio.seconds(text)));
		return "%02d:%02d:%02d%s%03d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart(),
				decimalSeparator, duration.toMillisPart());
	}

	private static ObjectNode verboseJson(String text, ReceivedRequest request) {
		double duration = GeneratedAudio.seconds(text);
		ObjectNode json = Json.object()
			.put("task", "transcribe")
			.put("language", request.json().path("language").asString("english"))
			.put("duration", duration)
			.put("text", text);
		if (request.json().path("timestamp_granularities[]").asString("").equals("word")) {
			addWords(json, text);
		}
		else {
			json.putArray("segments")
				.addObject()
				.put("id", 0)
				.put("seek", 0)
				.put("start", 0.0)
				.put("end", duration)
				.put("text", text)
				.put("temperature", 0.0)
				.put("avg_logprob", -0.1)
				.put("compression_ratio", 1.0)
				.put("no_speech_prob", 0.0)
				.putArray("tokens");
		}
		return json;
	}

	private static void addWords(ObjectNode json, String text) {
		String[] words = text.strip().split("\\s+");
		double wordDuration = GeneratedAudio.seconds(text) / words.length;
		for (int i = 0; i < words.length; i++) {
			json.withArray("words")
				.addObject()
				.put("word", words[i])
				.put("start", i * wordDuration)
				.put("end", (i + 1) * wordDuration);
		}
	}

	private static ReplyBody.Raw events(String text) {
		ObjectNode delta = Json.object().put("type", "transcript.text.delta").put("delta", text);
		ObjectNode done = Json.object().put("type", "transcript.text.done").put("text", text);
		return new ReplyBody.Raw(200, Map.of("Content-Type", "text/event-stream"),
				List.of(("data: " + delta + "\n\n").getBytes(StandardCharsets.UTF_8),
						("data: " + done + "\n\n").getBytes(StandardCharsets.UTF_8)));
	}

}
