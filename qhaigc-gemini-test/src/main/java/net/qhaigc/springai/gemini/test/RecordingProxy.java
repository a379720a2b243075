package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Answers what a real gateway answers, and keeps each exchange in a file.
 */
final class RecordingProxy implements RequestHandler {

	private static final Set<String> NOT_FORWARDED = Set.of("host", "content-length", "transfer-encoding", "connection",
			"accept-encoding");

	private static final List<String> KEPT = List.of("content-type", "retry-after", "x-request-id", "x-ratelimit-");

	private final String upstreamUrl;

	private final String upstreamKey;

	private final Path folder;

	private final HttpClient http = HttpClient.create();

	private int recorded;

	RecordingProxy(String upstreamUrl, String upstreamKey, Path folder) {
		this.upstreamUrl = upstreamUrl.replaceFirst("/+$", "");
		this.upstreamKey = upstreamKey;
		this.folder = folder;
		try {
			Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.recorded = (int) RecordedExchanges.files(folder).count();
	}

	@Override
	public Mono<EncodedResponse> to(ReceivedRequest request) {
		String uri = this.upstreamUrl + request.localPath() + (request.query().isEmpty() ? "" : "?" + request.query());
		return this.http.headers((headers) -> forward(request, headers))
			.request(HttpMethod.valueOf(request.method()))
			.uri(uri)
			.send(ByteBufFlux.fromString(Mono.just(request.body())))
			.responseSingle((response, body) -> body.asString(StandardCharsets.UTF_8)
				.defaultIfEmpty("")
				.map((text) -> record(request, response, text)));
	}

	private void forward(ReceivedRequest request, HttpHeaders headers) {
		request.headers().forEach((name, values) -> {
			switch (name.toLowerCase(Locale.ROOT)) {
				case "authorization" -> headers.set(name, "Bearer " + this.upstreamKey);
				case "x-goog-api-key" -> headers.set(name, this.upstreamKey);
				default -> {
					if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
						headers.set(name, values);
					}
				}
			}
		});
	}

	private EncodedResponse record(ReceivedRequest request, HttpClientResponse response, String body) {
		Map<String, String> headers = new TreeMap<>();
		response.responseHeaders().forEach((header) -> {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (KEPT.stream().anyMatch(name::startsWith)) {
				headers.put(name, header.getValue());
			}
		});
		RecordedExchange cassette = new RecordedExchange(request.method(), request.localPath(), request.query(),
				request.json(), response.status().code(), headers, body);
		write(cassette);
		return EncodedResponse.raw(cassette.body(), Transmission.PERFECT);
	}

	private synchronized void write(RecordedExchange cassette) {
		try {
			this.recorded++;
			Files.writeString(this.folder.resolve("%03d.json".formatted(this.recorded)),
					cassette.write(this.upstreamKey));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
