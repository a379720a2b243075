package net.qhaigc.springai.gemini.test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * What a path asks for.
 *
 * @param path the path as sent
 * @param localPath the path without the prefix
 * @param endpoint the endpoint
 * @param model the model in the path, decoded, or empty
 * @param stream whether the path asks for a stream
 */
record RequestTarget(String path, String localPath, Endpoint endpoint, String model, boolean stream) {

	private static final Pattern GENERATE = Pattern
		.compile("/v1beta/(?:models|tunedModels)/(.+):(generateContent|streamGenerateContent)");

	/**
	 * Reads a path.
	 * @param path the path as sent
	 * @param prefix what every path of this gateway starts with, may be empty
	 * @return the target, of endpoint {@link Endpoint#UNKNOWN} if there is no such path
	 */
	static RequestTarget of(String path, String prefix) {
		if (!path.startsWith(prefix)) {
			return new RequestTarget(path, path, Endpoint.UNKNOWN, "", false);
		}
		String local = path.substring(prefix.length());
		Matcher generate = GENERATE.matcher(local);
		if (generate.matches()) {
			String model = URLDecoder.decode(generate.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
			return new RequestTarget(path, local, Endpoint.NATIVE, model, generate.group(2).startsWith("stream"));
		}
		return new RequestTarget(path, local, switch (local) {
			case "/v1/chat/completions" -> Endpoint.UNIFIED;
			case "/v1/models" -> Endpoint.MODELS;
			default -> Endpoint.UNKNOWN;
		}, "", false);
	}

}
