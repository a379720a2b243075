package net.qhaigc.springai.gemini.client.connection;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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

	/**
	 * The key by which Reactor finds what is done with a failure that nobody receives.
	 */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	/**
	 * The client of the JDK fails after a cancellation, which Reactor would log as an
	 * error.
	 */
	private static final Consumer<Throwable> IGNORE = (failure) -> {
	};

	private final AtomicBoolean done = new AtomicBoolean();

	private Mono<ClientHttpResponse> response;

	private CoreSubscriber<? super ClientHttpResponse> subscriber;

	private Context context;

	private Subscription subscription;

	/** Set the response. */
	Mono<ClientHttpResponse> of(Mono<ClientHttpResponse> response) {
		this.response = response;
		return this;
	}

	/** Cancel the request, and fail, unless there is a response or a failure already. */
	void lose(Throwable failure) {
		if (this.done.compareAndSet(false, true)) {
			cancelRequest();
			this.subscriber.onError(failure);
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientHttpResponse> actual) {
		this.subscriber = actual;
		this.context = actual.currentContext().put(ON_ERROR_DROPPED, IGNORE);
		this.response.subscribe(this);
	}

	@Override
	public Context currentContext() {
		return this.context;
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
		cancelRequest();
	}

	/**
	 * Cancelling must not fail, but Jetty's client throws an exception if the request has
	 * not been sent yet.
	 */
	private void cancelRequest() {
		try {
			this.subscription.cancel();
		}
		catch (RuntimeException ex) {
			IGNORE.accept(ex);
		}
	}

}
