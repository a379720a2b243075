package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;

/**
 * Google's SDK. Its streams block, so each stream uses a thread of its own.
 */
final class GoogleSdkClient implements MeasuredClient {

	private static final GenerateContentConfig CONFIG = GenerateContentConfig.builder().build();

	private final Client client;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	GoogleSdkClient(String baseUrl, int connections) {
		this.client = client(baseUrl, connections);
	}

	static Client client(String baseUrl, int connections) {
		return Client.builder()
			.apiKey("no-key")
			.httpOptions(HttpOptions.builder().baseUrl(baseUrl).build())
			.clientOptions(
					ClientOptions.builder().maxConnections(connections).maxConnectionsPerHost(connections).build())
			.build();
	}

	private static List<Content> contents(Task task) {
		List<Content> contents = new ArrayList<>();
		for (Turn turn : task.turns()) {
			List<Part> parts = new ArrayList<>(List.of(Part.fromText(turn.text())));
			if (turn.png() != null) {
				parts.add(Part.fromBytes(turn.png(), "image/png"));
			}
			contents.add(Content.builder().role(turn.fromUser() ? "user" : "model").parts(parts).build());
		}
		return contents;
	}

	@Override
	public Exchange prepare(Task task) {
		List<Content> contents = contents(task);
		return new Exchange() {

			@Override
			public int call() {
				return GoogleSdkClient.this.client.models.generateContent(task.model(), contents, CONFIG)
					.parts()
					.size();
			}

			@Override
			public Runnable stream(StreamListener listener) {
				Future<?> reading = GoogleSdkClient.this.threads.submit(() -> read(listener));
				return () -> reading.cancel(true);
			}

			private void read(StreamListener listener) {
				try (ResponseStream<GenerateContentResponse> stream = GoogleSdkClient.this.client.models
					.generateContentStream(task.model(), contents, CONFIG)) {
					stream.forEach((chunk) -> listener.onChunk());
					listener.onEnd(null);
				}
				catch (RuntimeException ex) {
					listener.onEnd(ex);
				}
			}

		};
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.client.close();
	}

}
