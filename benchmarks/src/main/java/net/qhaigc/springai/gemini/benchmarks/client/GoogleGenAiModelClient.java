package net.qhaigc.springai.gemini.benchmarks.client;

import com.google.genai.Client;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.google.genai.GoogleGenAiChatModel;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;

/**
 * Spring AI's {@code spring-ai-google-genai}. Its streams block the subscribing thread,
 * so they are run on {@code boundedElastic}.
 */
final class GoogleGenAiModelClient implements MeasuredClient {

	private final Client client;

	GoogleGenAiModelClient(String baseUrl, int connections) {
		this.client = GoogleSdkClient.client(baseUrl, connections);
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
