package net.qhaigc.springai.gemini.corpus;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.MimeType;

/**
 * The expected content of a response, read from its JSON without any code of the library.
 *
 * @param candidates the candidates in the order of their indices
 * @param finishReason the finish reason of the first candidate, or the block reason of
 * the prompt
 * @param tokens the numbers of prompt, completion and total tokens
 */
record ExpectedResponse(List<Candidate> candidates, @Nullable String finishReason, List<Integer> tokens) {

	/**
	 * The finish reasons of responses whose tool calls an application must not execute.
	 */
	private static final Set<String> FINISH_REASONS_WITHOUT_EXECUTION = Set.of("UNEXPECTED_TOOL_CALL",
			"MALFORMED_FUNCTION_CALL");

	/**
	 * The expected content of a candidate.
	 */
	record Candidate(String text, String thoughts, List<Call> calls, List<ExpectedMedia> media,
			List<String> executableCode) {

		static Candidate of(List<JsonNode> parts) {
			StringBuilder text = new StringBuilder();
			StringBuilder thoughts = new StringBuilder();
			List<Call> calls = new ArrayList<>();
			List<ExpectedMedia> media = new ArrayList<>();
			List<String> executableCode = new ArrayList<>();
			for (JsonNode part : parts) {
				boolean thought = part.path("thought").asBoolean(false);
				(thought ? thoughts : text).append(part.path("text").asString(""));
				if (!thought && part.has("functionCall")) {
					calls.add(Call.of(part.path("functionCall")));
				}
				if (!thought && part.has("inlineData")) {
					media.add(ExpectedMedia.of(part.path("inlineData")));
				}
				if (!thought && part.has("executableCode")) {
					executableCode.add(part.path("executableCode").path("code").asString());
				}
			}
			return new Candidate(text.toString(), thoughts.toString(), calls, media, executableCode);
		}

	}

	/**
	 * A tool call.
	 */
	record Call(@Nullable String id, String name, JsonNode args) {

		static Call of(JsonNode call) {
			JsonNode args = call.has("args") ? call.path("args") : RecordedExchange.parse("{}");
			return new Call(call.has("id") ? call.path("id").asString() : null, call.path("name").asString(), args);
		}

	}

	/**
	 * An image or an audio clip.
	 */
	record ExpectedMedia(MimeType mimeType, String base64) {

		static ExpectedMedia of(JsonNode data) {
			String base64 = data.path("data").asString().replace('-', '+').replace('_', '/');
			return new ExpectedMedia(MimeType.valueOf(data.path("mimeType").asString()),
					Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64)));
		}

	}

	static ExpectedResponse of(List<JsonNode> responses) {
		Map<Integer, List<JsonNode>> parts = new TreeMap<>();
		Map<Integer, String> finishReasons = new TreeMap<>();
		String blockReason = null;
		JsonNode usage = null;
		for (JsonNode response : responses) {
			for (JsonNode candidate : response.path("candidates")) {
				int index = candidate.path("index").asInt(0);
				parts.computeIfAbsent(index, (key) -> new ArrayList<>())
					.addAll(RecordedExchange.elements(candidate.path("content").path("parts")));
				if (candidate.has("finishReason")) {
					finishReasons.put(index, candidate.path("finishReason").asString());
				}
			}
			if (response.path("promptFeedback").has("blockReason")) {
				blockReason = response.path("promptFeedback").path("blockReason").asString();
			}
			JsonNode counts = response.path("usageMetadata");
			usage = (counts.has("totalTokenCount") || usage == null) ? counts : usage;
		}
		String finishReason = finishReasons.getOrDefault(0, blockReason);
		return new ExpectedResponse(parts.values().stream().map(Candidate::of).toList(), finishReason,
				tokens(Objects.requireNonNull(usage)));
	}

	/**
	 * Return whether the exchange is a stream that has neither a finish reason nor a
	 * block reason.
	 */
	static boolean isIncomplete(RecordedExchange exchange) {
		return exchange.isStreamed() && of(exchange.responses()).finishReason() == null;
	}

	private static List<Integer> tokens(JsonNode usage) {
		int prompt = usage.path("promptTokenCount").asInt(0) + usage.path("toolUsePromptTokenCount").asInt(0);
		int completion = usage.path("candidatesTokenCount").asInt(0) + usage.path("thoughtsTokenCount").asInt(0);
		return List.of(prompt, completion, usage.path("totalTokenCount").asInt(prompt + completion));
	}

	Candidate firstCandidate() {
		return this.candidates.isEmpty() ? Candidate.of(List.of()) : this.candidates.get(0);
	}

	/**
	 * Return the tool calls of the first candidate; none if an application must not
	 * execute them.
	 */
	List<Call> calls() {
		return (this.finishReason != null && FINISH_REASONS_WITHOUT_EXECUTION.contains(this.finishReason)) ? List.of()
				: firstCandidate().calls();
	}

}
