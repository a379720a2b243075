package net.qhaigc.springai.gemini.client.body;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * An event handler that passes on the events and the failure of a stream unchanged.
 *
 * @param closeDelay completes when the response is to be closed, if its body has not
 * ended after {@code [DONE]}
 */
public record UnchangedEvents(Mono<Void> closeDelay) implements EventHandler<GenerateContentResponse> {

	/** Read the events, without closing the response after {@code [DONE]}. */
	public static Flux<GenerateContentResponse> read(EventReader reader, Flux<byte[]> chunks) {
		return reader.read(chunks, new UnchangedEvents(Mono.never()));
	}

	@Override
	public GenerateContentResponse response(ResponseHead head, GenerateContentResponse event) {
		return event;
	}

	@Override
	public Throwable failure(Throwable exception) {
		return exception;
	}

	@Override
	public Disposable closeLater(Runnable close) {
		return this.closeDelay.subscribe(null, null, close);
	}

}
