package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends the requests of {@link QhaigcConformance}.
 */
final class ConformanceClient {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final int MAX_DETAIL_CHARS = 120;

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(CONNECT_TIMEOUT)
		.build();

	private final String baseUrl;

	private final String apiKey;

	ConformanceClient(String baseUrl, String apiKey) {
		this.baseUrl = baseUrl.replaceAll("/+$", "");
		this.apiKey = apiKey;
	}

	Response get(String path) {
		return send(path, this.apiKey, HttpRequest.newBuilder().GET());
	}

	Response post(String path, String body) {
		return post(path, this.apiKey, body);
	}

	Response post(String path, String apiKey, String body) {
		return send(path, apiKey,
				HttpRequest.newBuilder()
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString(body)));
	}

	private Response send(String path, String apiKey, HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.uri(URI.create(this.baseUrl + path))
				.timeout(TIMEOUT)
				.header("Authorization", "Bearer " + apiKey)
				.build(), BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			return new Response(0, "No response: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Response(0, "Interrupted");
		}
	}

	/** Shorten a text to one line of a report, and redact the API key. */
	String abbreviate(String text) {
		String line = text.replace(this.apiKey, "***").replaceAll("\\s+", " ").strip();
		return (line.length() > MAX_DETAIL_CHARS) ? line.substring(0, MAX_DETAIL_CHARS) + "..." : line;
	}

	/**
	 * A response.
	 *
	 * @param status the HTTP status, or 0 if there is no response
	 * @param body the body
	 */
	record Response(int status, String body) {

		JsonNode json() {
			return parse(this.body);
		}

		/**
		 * Return the data of the server-sent events, or an empty list if the body has no
		 * events.
		 */
		List<JsonNode> events() {
			List<JsonNode> events = new ArrayList<>();
			this.body.lines().filter((line) -> line.startsWith("data:")).forEach((line) -> {
				JsonNode event = parse(line.substring("data:".length()));
				if (event.isObject()) {
					events.add(event);
				}
			});
			return events;
		}

		/**
		 * Describe an unexpected response by its status and its error message or body.
		 */
		String describe() {
			String message = json().path("error").path("message").asString("");
			return (this.status == 0) ? this.body : this.status + " " + (message.isEmpty() ? this.body : message);
		}

		private static JsonNode parse(String json) {
			try {
				return Json.read(json);
			}
			catch (JacksonException ex) {
				return MissingNode.getInstance();
			}
		}

	}

}
