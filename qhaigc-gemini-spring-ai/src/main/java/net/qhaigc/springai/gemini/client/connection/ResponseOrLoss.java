package net.qhaigc.springai.gemini.client.connection;

import java.util.concurrent.atomic.AtomicBoolean;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * The response to one request, or the loss of its connection, whichever is first. One
 * object in place of operators of Reactor, since there is one for each request.
 */
@SuppressWarnings("NullAway.Init")
final class ResponseOrLoss extends Mono<ClientHttpResponse>
		implements CoreSubscriber<ClientHttpResponse>, Subscription {

	private final AtomicBoolean done = new AtomicBoolean();

	private Mono<ClientHttpResponse> response;

	private CoreSubscriber<? super ClientHttpResponse> subscriber;

	private Subscription subscription;

	/** Set the response. */
	Mono<ClientHttpResponse> of(Mono<ClientHttpResponse> response) {
		this.response = response;
		return this;
	}

	/** Cancel the request, and fail, unless there is a response or a failure already. */
	void lose(Throwable failure) {
		if (this.done.compareAndSet(false, true)) {
			this.subscription.cancel();
			this.subscriber.onError(failure);
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientHttpResponse> actual) {
		this.subscriber = actual;
		this.response.subscribe(this);
	}

	@Override
	public Context currentContext() {
		return this.subscriber.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.subscriber.onSubscribe(this);
	}

	@Override
	public void onNext(ClientHttpResponse response) {
		if (this.done.compareAndSet(false, true)) {
			this.subscriber.onNext(response);
			this.subscriber.onComplete();
		}
		else {
			Operators.onDiscard(response, currentContext());
		}
	}

	@Override
	public void onError(Throwable failure) {
		if (this.done.compareAndSet(false, true)) {
			this.subscriber.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		if (this.done.compareAndSet(false, true)) {
			this.subscriber.onComplete();
		}
	}

	@Override
	public void request(long count) {
		this.subscription.request(count);
	}

	@Override
	public void cancel() {
		this.done.set(true);
		this.subscription.cancel();
	}

}
