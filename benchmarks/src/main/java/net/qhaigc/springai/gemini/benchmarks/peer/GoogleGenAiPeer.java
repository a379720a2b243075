package net.qhaigc.springai.gemini.benchmarks.peer;

import com.google.genai.Client;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.google.genai.GoogleGenAiChatModel;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;

/**
 * Spring AI's {@code spring-ai-google-genai}. Its streams block the subscribing thread,
 * so they are run on {@code boundedElastic}.
 */
final class GoogleGenAiPeer implements Peer {

	private final Client client;

	GoogleGenAiPeer(String baseUrl, int connections) {
		this.client = GoogleSdkPeer.client(baseUrl, connections);
	}

	@Override
	public Exchange prepare(Task task) {
		GoogleGenAiChatModel model = GoogleGenAiChatModel.builder()
			.genAiClient(this.client)
			.options(GoogleGenAiChatOptions.builder().model(task.model()).build())
			.build();
		return new SpringAiExchange(model, SpringAiExchange.prompt(task), Schedulers.boundedElastic());
	}

	@Override
	public void close() {
		this.client.close();
	}

}
