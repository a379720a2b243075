package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * The chat model of this project.
 */
final class QhaigcModelClient implements MeasuredClient {

	private final QhaigcClient client;

	QhaigcModelClient(String baseUrl, int connections) {
		this(baseUrl, connections, null, UnaryOperator.identity());
	}

	QhaigcModelClient(String baseUrl, int connections, @Nullable RequestQuota quota) {
		this(baseUrl, connections, quota, UnaryOperator.identity());
	}

	QhaigcModelClient(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		this(baseUrl, connections, null, configuration);
	}

	private QhaigcModelClient(String baseUrl, int connections, @Nullable RequestQuota quota,
			UnaryOperator<HttpClient> configuration) {
		this.client = QhaigcClient.builder()
			.baseUrl(baseUrl)
			.apiKey("no-key")
			.maxConnections(connections)
			.maxPending(connections)
			.requestQuota(quota)
			.connector((client) -> new ReactorClientHttpConnector(configuration.apply(client)))
			.build();
	}

	@Override
	public Exchange prepare(Task task) {
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model(task.model()).build())
			.build();
		Prompt prompt = SpringAiExchange.prompt(task);
		return (task.requests() > 1) ? new ToolLoop(model, prompt, task.requests())
				: new SpringAiExchange(model, prompt, Schedulers.immediate());
	}

}
