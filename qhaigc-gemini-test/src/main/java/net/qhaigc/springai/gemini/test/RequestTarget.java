package net.qhaigc.springai.gemini.test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * The parsed path of a request.
 *
 * @param path the path as received
 * @param localPath the path without the prefix of the gateway
 * @param endpoint the endpoint
 * @param model the decoded ID of the model in the path, or an empty string
 * @param stream whether the path names a streaming method
 */
record RequestTarget(String path, String localPath, Endpoint endpoint, String model, boolean stream) {

	private static final Pattern GENERATE = Pattern
		.compile("/v1beta/(?:models|tunedModels)/([^:]+):(generateContent|streamGenerateContent)");

	/**
	 * IDs with an empty or relative segment, or with a segment of the API's own path.
	 * They result from an incorrect base URL.
	 */
	private static final Pattern INVALID_MODEL = Pattern
		.compile("(?:.*/)?(?:|\\.|\\.\\.|v1|v1beta|models|tunedModels)(?:/.*)?");

	/**
	 * Parse a path.
	 * @param path the path as received
	 * @param prefix the prefix of all paths of the gateway; can be empty
	 * @return the target, with {@link Endpoint#UNKNOWN} for a path that does not exist
	 */
	static RequestTarget of(String path, String prefix) {
		if (!path.startsWith(prefix)) {
			return new RequestTarget(path, path, Endpoint.UNKNOWN, "", false);
		}
		String local = path.substring(prefix.length());
		Matcher generate = GENERATE.matcher(local);
		if (generate.matches() && !INVALID_MODEL.matcher(generate.group(1)).matches()) {
			String model = URLDecoder.decode(generate.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
			return new RequestTarget(path, local, Endpoint.NATIVE, model, generate.group(2).startsWith("stream"));
		}
		return new RequestTarget(path, local, endpoint(local), "", false);
	}

	/**
	 * Return the endpoint of a path. All paths except those for chat completions and
	 * models are accepted with and without {@code /v1}: some clients that use OpenAI's
	 * format expect {@code /v1} in the base URL, and others add it themselves.
	 */
	private static Endpoint endpoint(String local) {
		return switch (local) {
			case "/v1/chat/completions" -> Endpoint.UNIFIED;
			case "/v1/models" -> Endpoint.MODELS;
			case "/v1/embeddings", "/embeddings" -> Endpoint.EMBEDDINGS;
			case "/v1/rerank", "/rerank" -> Endpoint.RERANK;
			case "/v1/images/generations", "/images/generations", "/v1/images/edits", "/images/edits" ->
				Endpoint.IMAGES;
			case "/v1/audio/speech", "/audio/speech" -> Endpoint.SPEECH;
			case "/v1/audio/transcriptions", "/audio/transcriptions" -> Endpoint.TRANSCRIPTIONS;
			case "/v1/dashboard/billing/subscription", "/dashboard/billing/subscription", "/v1/dashboard/billing/usage",
					"/dashboard/billing/usage" ->
				Endpoint.BILLING;
			default -> ImagesEndpoint.FILE_PATH.matcher(local).matches() ? Endpoint.IMAGE_FILE : Endpoint.UNKNOWN;
		};
	}

}
