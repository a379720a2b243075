package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * The chat model of this project.
 */
final class QhaigcPeer implements Peer {

	private final QhaigcClient client;

	QhaigcPeer(String baseUrl, int connections) {
		this(baseUrl, connections, null);
	}

	QhaigcPeer(String baseUrl, int connections, @Nullable RequestQuota quota) {
		this.client = QhaigcClient.builder()
			.baseUrl(baseUrl)
			.apiKey("no-key")
			.maxConnections(connections)
			.maxPending(connections)
			.requestQuota(quota)
			.build();
	}

	@Override
	public Exchange prepare(Task task) {
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model(task.model()).build())
			.build();
		return new SpringAiExchange(model, SpringAiExchange.prompt(task), Schedulers.immediate());
	}

}
