package net.qhaigc.springai.gemini.benchmarks.client;

import reactor.core.scheduler.Schedulers;

import org.springframework.ai.ollama.OllamaChatModel;
import org.springframework.ai.ollama.api.OllamaApi;
import org.springframework.ai.ollama.api.OllamaChatOptions;

/**
 * Spring AI's {@code spring-ai-ollama}, which uses WebClient for streams. The benchmark
 * server responds to it in Ollama's format.
 */
final class OllamaModelClient implements MeasuredClient {

	private final String baseUrl;

	OllamaModelClient(String baseUrl, int connections) {
		this.baseUrl = baseUrl;
	}

	@Override
	public Exchange prepare(Task task) {
		OllamaChatModel model = OllamaChatModel.builder()
			.ollamaApi(OllamaApi.builder().baseUrl(this.baseUrl + "/" + task.model()).build())
			.options(OllamaChatOptions.builder().model(task.model()).build())
			.build();
		return new SpringAiExchange(model, SpringAiExchange.prompt(task), Schedulers.immediate());
	}

}
