package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.function.Function;

import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.codec.StreamDecoder;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * The chunks of one stream in their order. A failure takes its place in the line: what
 * came before it is seen first, however slow the subscriber is.
 */
final class ChunkStream {

	/**
	 * The finish reason of a stream that was cut, where the options ask to complete it.
	 */
	private static final String CUT = "UNKNOWN";

	private final StreamDecoder decoder;

	private final boolean completesCutStreams;

	ChunkStream(StreamDecoder decoder, Prompt resolved) {
		this.decoder = decoder;
		this.completesCutStreams = resolved.getOptions() instanceof QhaigcGeminiChatOptions options
				&& options.getOnIncompleteStream() == IncompleteStream.COMPLETE;
	}

	Flux<ChatResponse> decode(Flux<GatewayResponse> events) {
		return events.<Iterable<ChatResponse>>map(this.decoder::decode)
			.concatWith(Mono.fromSupplier(() -> List.of(this.decoder.close(null))))
			.onErrorResume((failure) -> Mono.just(terminalChunk(failure)))
			.concatMapIterable(Function.identity());
	}

	private Iterable<ChatResponse> terminalChunk(Throwable failure) {
		if (this.completesCutStreams && failure instanceof QhaigcTransientException cut
				&& "incomplete_stream".equals(cut.problem().code())) {
			return List.of(this.decoder.close(CUT));
		}
		return () -> {
			throw Exceptions.propagate(failure);
		};
	}

}
