package net.qhaigc.springai.gemini.corpus;

import java.time.Duration;
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
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * A gateway that returns recorded responses byte for byte, and a model that sends
 * requests to the gateway.
 */
final class CorpusGateway implements AutoCloseable {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
		.client(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			// A recorded rate limit must not delay the requests that follow.
			.maxRetryAfter(Duration.ZERO)
			.build())
		.retryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)))
		.build();

	/**
	 * The decoded form of a recorded response.
	 *
	 * @param response the response; the chunks of a stream are aggregated by Spring AI
	 * @param chunks the chunks of a stream; for a call, only the response
	 */
	record Result(ChatResponse response, List<ChatResponse> chunks) {

		ChatResponse lastChunk() {
			return this.chunks.get(this.chunks.size() - 1);
		}

	}

	/**
	 * Send a request with {@code call} or {@code stream}, as in the recording, and return
	 * the decoded form of the recorded response.
	 */
	Result send(RecordedExchange exchange) {
		this.gateway.replyRaw(exchange.status(), exchange.headers(), exchange.body());
		Prompt prompt = new Prompt("Hello.", options(exchange));
		if (!exchange.isStreamed()) {
			ChatResponse response = this.model.call(prompt);
			return new Result(response, List.of(response));
		}
		List<ChatResponse> chunks = new ArrayList<>();
		AtomicReference<ChatResponse> aggregated = new AtomicReference<>();
		new MessageAggregator().aggregate(this.model.stream(prompt).doOnNext(chunks::add), aggregated::set).blockLast();
		return new Result(aggregated.get(), chunks);
	}

	/**
	 * Send a prompt, and ignore the response.
	 * @return the body of the request
	 */
	String sendAndReturnRequestBody(Prompt prompt) {
		this.gateway.reset();
		this.gateway.reply("ok");
		this.model.call(prompt);
		return this.gateway.takeRequest().body();
	}

	static QhaigcGeminiChatOptions options(RecordedExchange exchange) {
		return QhaigcGeminiChatOptions.builder().model(exchange.model()).mediaInMetadata(MediaInMetadata.COPY).build();
	}

	void reset() {
		this.gateway.reset();
	}

	@Override
	public void close() {
		this.gateway.close();
	}

}
