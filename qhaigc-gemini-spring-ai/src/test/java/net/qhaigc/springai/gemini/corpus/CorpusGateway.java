package net.qhaigc.springai.gemini.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * A gateway that gives the recorded answers, byte for byte, and a model that asks it.
 */
final class CorpusGateway implements AutoCloseable {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
		.client(QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey()).build())
		.retryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)))
		.build();

	/**
	 * What the model makes of an answer.
	 *
	 * @param response the whole answer, a stream's put together by Spring AI
	 * @param chunks the chunks of a stream; the response itself if it is none
	 */
	record Answer(ChatResponse response, List<ChatResponse> chunks) {

		ChatResponse last() {
			return this.chunks.get(this.chunks.size() - 1);
		}

	}

	/**
	 * Asks for a recorded answer the way that it was recorded.
	 */
	Answer ask(RecordedExchange exchange) {
		this.gateway.replyRaw(exchange.status(), exchange.headers(), exchange.body());
		Prompt prompt = new Prompt("Hello.", options(exchange));
		if (!exchange.isStreamed()) {
			ChatResponse response = this.model.call(prompt);
			return new Answer(response, List.of(response));
		}
		List<ChatResponse> chunks = new ArrayList<>();
		AtomicReference<ChatResponse> whole = new AtomicReference<>();
		new MessageAggregator().aggregate(this.model.stream(prompt).doOnNext(chunks::add), whole::set).blockLast();
		return new Answer(whole.get(), chunks);
	}

	/**
	 * Sends a prompt, whatever comes back.
	 * @return the body of the request
	 */
	String send(Prompt prompt) {
		this.gateway.reset();
		this.gateway.reply("ok");
		this.model.call(prompt);
		return this.gateway.takeRequest().body();
	}

	static QhaigcGeminiChatOptions options(RecordedExchange exchange) {
		return QhaigcGeminiChatOptions.builder().model(exchange.model()).keepMediaInHistory(true).build();
	}

	void reset() {
		this.gateway.reset();
	}

	@Override
	public void close() {
		this.gateway.close();
	}

}
