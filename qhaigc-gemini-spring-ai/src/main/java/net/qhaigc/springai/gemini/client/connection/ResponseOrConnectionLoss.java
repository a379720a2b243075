package net.qhaigc.springai.gemini.client.connection;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Emits the response to one request, or fails if the connection is lost, whichever
 * happens first. This is one class instead of several Reactor operators, so that fewer
 * objects are created for each request.
 */
@SuppressWarnings("NullAway.Init")
final class ResponseOrConnectionLoss extends Mono<ClientHttpResponse>
		implements CoreSubscriber<ClientHttpResponse>, Subscription {

	/**
	 * The context key of Reactor's hook for failures that no subscriber receives.
	 */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	/**
	 * The HTTP client of the JDK fails after a cancellation. Reactor would log this
	 * failure as an error.
	 */
	private static final Consumer<Throwable> IGNORE = (failure) -> {
	};

	private final AtomicBoolean done = new AtomicBoolean();

	private volatile @Nullable Function<? super ClientHttpRequest, Mono<Void>> requestCallback;

	private Mono<ClientHttpResponse> source;

	/**
	 * Set to null when this {@code Mono} ends, so that the subscriber can be
	 * garbage-collected. Until the connection pool is disposed of, the pool refers to the
	 * first request to each server, and the request refers to this {@code Mono}.
	 */
	private @Nullable CoreSubscriber<? super ClientHttpResponse> subscriber;

	private Context context;

	private Subscription subscription;

	/**
	 * Create an instance for one request.
	 * @param requestCallback writes the request
	 */
	ResponseOrConnectionLoss(Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		this.requestCallback = requestCallback;
	}

	/** Set the source of the response, and return this {@code Mono}. */
	Mono<ClientHttpResponse> withSource(Mono<ClientHttpResponse> source) {
		this.source = source;
		return this;
	}

	/**
	 * Write the request, unless this {@code Mono} has already ended. If the callback
	 * throws an exception, emit the exception as a failure.
	 */
	Mono<Void> writeRequest(ClientHttpRequest request) {
		LostConnectionHandler.listen(request, this);
		Function<? super ClientHttpRequest, Mono<Void>> callback = this.requestCallback;
		if (callback == null) {
			return Mono.never();
		}
		try {
			return callback.apply(request);
		}
		catch (RuntimeException ex) {
			fail(ex);
			return Mono.never();
		}
	}

	/**
	 * Cancel the request and emit a failure, unless a response or a failure has already
	 * been emitted.
	 */
	void fail(Throwable failure) {
		CoreSubscriber<? super ClientHttpResponse> target = end();
		if (target != null) {
			cancelRequest();
			target.onError(failure);
		}
	}

	/** End, and return the subscriber; null if this {@code Mono} has already ended. */
	private @Nullable CoreSubscriber<? super ClientHttpResponse> end() {
		if (!this.done.compareAndSet(false, true)) {
			return null;
		}
		CoreSubscriber<? super ClientHttpResponse> target = this.subscriber;
		this.subscriber = null;
		this.requestCallback = null;
		return target;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientHttpResponse> actual) {
		this.subscriber = actual;
		this.context = actual.currentContext().put(ON_ERROR_DROPPED, IGNORE);
		this.source.subscribe(this);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		CoreSubscriber<? super ClientHttpResponse> actual = this.subscriber;
		if (actual != null) {
			actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(ClientHttpResponse response) {
		CoreSubscriber<? super ClientHttpResponse> target = end();
		if (target != null) {
			target.onNext(response);
			target.onComplete();
		}
		else {
			Operators.onDiscard(response, currentContext());
		}
	}

	@Override
	public void onError(Throwable failure) {
		CoreSubscriber<? super ClientHttpResponse> target = end();
		if (target != null) {
			target.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		CoreSubscriber<? super ClientHttpResponse> target = end();
		if (target != null) {
			target.onComplete();
		}
	}

	@Override
	public void request(long count) {
		this.subscription.request(count);
	}

	@Override
	public void cancel() {
		end();
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
