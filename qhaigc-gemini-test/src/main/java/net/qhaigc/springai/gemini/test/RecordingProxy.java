package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
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

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Forwards requests to the gateway at the given URL and records each exchange in a file.
 */
final class RecordingProxy implements RequestHandler {

	private static final Set<String> NOT_FORWARDED_HEADERS = Set.of("host", "content-length", "transfer-encoding",
			"connection", "accept-encoding");

	private static final List<String> RECORDED_HEADER_PREFIXES = List.of("content-type", "retry-after", "x-request-id",
			"x-ratelimit-");

	private final String upstreamUrl;

	private final String upstreamKey;

	private final Path folder;

	private final HttpClient client = HttpClient.create();

	private int fileCount;

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
		this.fileCount = (int) RecordedExchanges.jsonFiles(folder).count();
	}

	@Override
	public Mono<EncodedResponse> handle(ReceivedRequest request) {
		String uri = this.upstreamUrl + request.localPath() + (request.query().isEmpty() ? "" : "?" + request.query());
		return this.client.headers((headers) -> copyHeaders(request, headers))
			.request(HttpMethod.valueOf(request.method()))
			.uri(uri)
			.send(Mono.just(Unpooled.wrappedBuffer(request.bytes())))
			.response((response,
					body) -> body.asByteArray().collectList().map((chunks) -> record(request, response, chunks)))
			.single();
	}

	private void copyHeaders(ReceivedRequest request, HttpHeaders headers) {
		request.headers().forEach((name, values) -> {
			switch (name.toLowerCase(Locale.ROOT)) {
				case "authorization" -> headers.set(name, "Bearer " + this.upstreamKey);
				case "x-goog-api-key" -> headers.set(name, this.upstreamKey);
				default -> {
					if (!NOT_FORWARDED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
						headers.set(name, values);
					}
				}
			}
		});
	}

	private EncodedResponse record(ReceivedRequest request, HttpClientResponse response, List<byte[]> chunks) {
		Map<String, String> headers = new TreeMap<>();
		response.responseHeaders().forEach((header) -> {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (RECORDED_HEADER_PREFIXES.stream().anyMatch(name::startsWith)) {
				headers.put(name, header.getValue());
			}
		});
		RecordedExchange exchange = new RecordedExchange(request.method(), request.localPath(), request.query(),
				request.json(), response.status().code(), headers, text(chunks),
				(chunks.size() > 1) ? chunks.stream().map((chunk) -> chunk.length).toList() : List.of());
		write(exchange);
		return EncodedResponse.raw(exchange.toReplyBody(), Transmission.DEFAULT);
	}

	private static String text(List<byte[]> chunks) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		chunks.forEach(body::writeBytes);
		return body.toString(StandardCharsets.UTF_8);
	}

	private synchronized void write(RecordedExchange exchange) {
		try {
			this.fileCount++;
			Files.writeString(this.folder.resolve("%03d.json".formatted(this.fileCount)),
					exchange.toJson(this.upstreamKey));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
