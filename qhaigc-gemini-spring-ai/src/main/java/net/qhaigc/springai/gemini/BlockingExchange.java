package net.qhaigc.springai.gemini;

import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import org.springframework.ai.chat.model.ChatResponse;

import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.ResponseDecoder;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Sends the request for a response that is not streamed, and any requests that continue
 * the response ({@link Continuations}). Waits for the response and decodes it.
 * {@link ChunkStream} does the same for a stream, without waiting.
 */
final class BlockingExchange {

	private final ResponseDecoder decoder;

	private final EncodedPrompt prompt;

	private final Continuations continuations;

	BlockingExchange(ResponseDecoder decoder, EncodedPrompt prompt, Continuations continuations) {
		this.decoder = decoder;
		this.prompt = prompt;
		this.continuations = continuations;
	}

	/**
	 * Return the decoded response, or fail if the call timeout is exceeded.
	 * @param nextExchange sends the next request and returns its response
	 */
	ChatResponse execute(Supplier<Mono<GatewayResponse>> nextExchange) {
		GenerateContentResponse body = null;
		ResponseHead head = ResponseHead.NONE;
		while (body == null) {
			GatewayResponse response = await(nextExchange);
			body = this.continuations.add(response.body(GenerateContentResponse.class));
			head = response.head();
		}
		ChatResponse decoded = this.decoder.decode(body, ClientAdapter.metadata(head), this.prompt);
		this.continuations.deadline().throwIfExceeded();
		return decoded;
	}

	private GatewayResponse await(Supplier<Mono<GatewayResponse>> nextExchange) {
		try {
			return ClientAdapter.block(nextExchange.get());
		}
		catch (RuntimeException ex) {
			throw this.continuations.withReceivedSections(ex);
		}
	}

}
