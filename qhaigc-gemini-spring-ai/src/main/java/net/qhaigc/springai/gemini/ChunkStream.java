package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.codec.StreamDecoder;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Decodes the events of one stream into chunks. The stream can consist of several
 * sections, each of which is the response to one request ({@link Continuations}). Even if
 * the subscriber is slow, an error is emitted only after the chunks of all events that
 * precede the error.
 */
final class ChunkStream {

	/** The finish reason of an incomplete stream that is treated as complete. */
	private static final String UNKNOWN_FINISH_REASON = "UNKNOWN";

	private final StreamDecoder decoder;

	private ResponseHead head = ResponseHead.NONE;

	private final boolean completesIncompleteStreams;

	private final Continuations continuations;

	private final boolean mediaStoreBlocking;

	ChunkStream(StreamDecoder decoder, Prompt resolved, Continuations continuations, boolean mediaStoreBlocking) {
		this.mediaStoreBlocking = mediaStoreBlocking;
		this.decoder = decoder;
		this.continuations = continuations;
		this.completesIncompleteStreams = resolved.getOptions() instanceof QhaigcGeminiChatOptions options
				&& options.getOnIncompleteStream() == IncompleteStream.COMPLETE;
	}

	/**
	 * Decode a stream.
	 * @param nextExchange sends the next request and returns its events
	 */
	Flux<ChatResponse> decode(Supplier<Flux<GatewayResponse>> nextExchange) {
		return Flux.defer(nextExchange)
			.map((event) -> failOnOutOfMemory(() -> decode(event)))
			.repeat(() -> this.continuations.prepareNext(this.decoder))
			.onErrorMap(RuntimeException.class, this.continuations::withReceivedSections)
			.concatWith(Mono.defer(() -> closing(null)))
			.onErrorResume(this::afterFailure)
			.concatMapDelayError(ChunkStream::flux, true, Queues.SMALL_BUFFER_SIZE);
	}

	/**
	 * Decode, and throw an exception in place of an {@code OutOfMemoryError}, which
	 * Reactor would rethrow without ending the stream.
	 */
	private static List<ChatResponse> failOnOutOfMemory(Supplier<List<ChatResponse>> decoding) {
		try {
			return decoding.get();
		}
		catch (OutOfMemoryError ex) {
			throw TransportErrors.outOfMemory(ex);
		}
	}

	private List<ChatResponse> decode(GatewayResponse event) {
		if (event.head() != this.head) {
			this.head = event.head();
			this.decoder.setHeaders(ClientAdapter.metadata(this.head));
		}
		return this.decoder.decode(event.body(GenerateContentResponse.class));
	}

	/**
	 * Return the last chunks. They are created on another thread if storing the media of
	 * the response would block an event loop.
	 */
	private Mono<List<ChatResponse>> closing(@Nullable String finishReasonIfMissing) {
		Mono<List<ChatResponse>> closing = Mono
			.fromSupplier(() -> failOnOutOfMemory(() -> close(finishReasonIfMissing)));
		return (this.mediaStoreBlocking && this.decoder.hasMedia() && Schedulers.isInNonBlockingThread())
				? closing.subscribeOn(Schedulers.boundedElastic()) : closing;
	}

	private List<ChatResponse> close(@Nullable String finishReasonIfMissing) {
		List<ChatResponse> chunks = this.decoder.decodeHeldText();
		chunks.add(this.decoder.close(finishReasonIfMissing));
		return chunks;
	}

	private Flux<List<ChatResponse>> afterFailure(Throwable failure) {
		return isTreatedAsComplete(failure) ? closing(UNKNOWN_FINISH_REASON).flux()
				: Flux.just(this.decoder.decodeHeldText()).concatWith(Mono.error(failure));
	}

	private boolean isTreatedAsComplete(Throwable failure) {
		return this.completesIncompleteStreams && failure instanceof QhaigcTransientException ex
				&& "incomplete_stream".equals(ex.problem().code());
	}

	/**
	 * Return the chunks as a flux. A single chunk becomes a {@code Flux.just}, whose
	 * element {@code concatMap} emits without an inner subscription.
	 */
	private static Flux<ChatResponse> flux(List<ChatResponse> chunks) {
		return (chunks.size() == 1) ? Flux.just(chunks.get(0)) : Flux.fromIterable(chunks);
	}

}
