package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * An HTTP client with which tests send requests to a stand-in gateway.
 */
public final class TestClient {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final QhaigcGateway gateway;

	public TestClient(QhaigcGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Send text to {@code generateContent}.
	 */
	public HttpResponse<String> generate(String text) {
		return post("/v1beta/models/gemini-2.5-flash:generateContent", requestBody(text));
	}

	/**
	 * Send text to {@code streamGenerateContent}.
	 */
	public HttpResponse<String> stream(String text) {
		return post("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", requestBody(text));
	}

	public HttpResponse<String> post(String path, String body) {
		return send(request(path, body));
	}

	public HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(URI.create(this.gateway.url() + path))
			.header("Authorization", "Bearer " + this.gateway.apiKey())
			.build());
	}

	public HttpRequest request(String path, String body) {
		return HttpRequest.newBuilder(URI.create(this.gateway.url() + path))
			.header("Authorization", "Bearer " + this.gateway.apiKey())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
	}

	public HttpResponse<String> send(HttpRequest request) {
		try {
			return HTTP.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public static String requestBody(String text) {
		return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]}";
	}

}
