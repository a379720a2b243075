package net.qhaigc.springai.gemini.test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoint {@code /v1/embeddings}.
 */
final class EmbeddingsEndpoint implements OpenAiEndpoint {

	private static final Set<String> FIELDS = Set.of("model", "input", "encoding_format", "dimensions", "user");

	private static final int MAX_INPUTS = 2048;

	private static final int DEFAULT_DIMENSIONS = 1024;

	private static final Map<String, Integer> DIMENSIONS = Map.of("bge-m3", 1024, "text-embedding-3-large", 3072,
			"text-embedding-3-small", 1536, "text-embedding-ada-002", 1536, "gemini-embedding-001", 3072);

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		return RequestFields.of(request.json(), FIELDS)
			.requireText("model")
			.requireThat("input", EmbeddingsEndpoint::isValidInput,
					"a string, an array of strings, an array of tokens or an array of arrays of tokens, none of them empty"
							+ "; the outermost array has at most " + MAX_INPUTS + " elements")
			.oneOf("encoding_format", "float", "base64")
			.integer("dimensions", 1, dimensionsOf(request.model()))
			.optional("user", JsonNode::isString, "a string")
			.result();
	}

	private static boolean isValidInput(JsonNode input) {
		if (!input.isArray()) {
			return isTextOrTokens(input);
		}
		return !input.isEmpty() && input.size() <= MAX_INPUTS
				&& (isTokens(input) || input.valueStream().allMatch(EmbeddingsEndpoint::isTextOrTokens));
	}

	private static boolean isTextOrTokens(JsonNode input) {
		return input.isString() ? !input.stringValue().isEmpty() : isTokens(input);
	}

	private static boolean isTokens(JsonNode input) {
		return input.isArray() && !input.isEmpty() && input.valueStream().allMatch(JsonNode::isIntegralNumber);
	}

	private static int dimensionsOf(String model) {
		return DIMENSIONS.getOrDefault(model, DEFAULT_DIMENSIONS);
	}

	@Override
	public ReplyBody generate(ReceivedRequest request) {
		int dimensions = request.json().path("dimensions").asInt(dimensionsOf(request.model()));
		return new ReplyBody.Vectors(
				inputs(request).stream().map((input) -> TextFeatures.of(input).vector(dimensions)).toList());
	}

	private static List<String> inputs(ReceivedRequest request) {
		JsonNode input = request.json().path("input");
		return (input.isArray() && !isTokens(input)) ? input.valueStream().map(EmbeddingsEndpoint::text).toList()
				: List.of(text(input));
	}

	private static String text(JsonNode input) {
		return input.isString() ? input.stringValue() : input.toString();
	}

	@Override
	public ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request) {
		List<String> inputs = inputs(request);
		if (!(body instanceof ReplyBody.Vectors vectors)) {
			throw OpenAiEndpoint.mismatch(body, request, "embeddings(..)");
		}
		if (vectors.vectors().size() != inputs.size()) {
			throw new IllegalStateException("embeddings(..) is scripted with " + vectors.vectors().size()
					+ " vectors, but the request has " + inputs.size() + " inputs");
		}
		boolean base64 = request.json().path("encoding_format").asString("").equals("base64");
		ObjectNode json = Json.object().put("object", "list");
		ArrayNode data = json.putArray("data");
		for (float[] vector : vectors.vectors()) {
			data.addObject()
				.put("object", "embedding")
				.put("index", data.size() - 1)
				.set("embedding", base64 ? Json.text(base64(vector)) : Json.value(vector));
		}
		int tokens = inputs.stream().mapToInt(GeminiEncoder::tokens).sum();
		json.put("model", request.model()).putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
		return ReplyBody.Raw.json(json);
	}

	/** Encode numbers as OpenAI does, with the least significant byte first. */
	private static String base64(float[] vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

}
