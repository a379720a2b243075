package net.qhaigc.springai.gemini.client.body;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * The events of one stream, read from the chunks of its body at most one event ahead of
 * the demand. To keep the cost of each event low, this is a single operator instead of
 * several Reactor operators.
 *
 * @param <T> the type of the converted events
 */
final class EventFlux<T> extends FluxOperator<byte[], T> {

	/** Small, so that a slow subscriber soon slows down the gateway (back-pressure). */
	private static final int PREFETCH = 8;

	/** The number of chunks to read before the same number is requested again. */
	private static final int REQUEST_AFTER = PREFETCH - PREFETCH / 4;

	private final EventReader reader;

	private final EventHandler<T> handler;

	EventFlux(Flux<byte[]> chunks, EventReader reader, EventHandler<T> handler) {
		super(chunks);
		this.reader = reader;
		this.handler = handler;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Events<>(actual, this.reader, this.handler));
	}

	/**
	 * The events of one subscription. The chunks, the demand, the failure and the end of
	 * the body can be signalled concurrently.
	 */
	@SuppressWarnings("NullAway.Init")
	private static final class Events<T> implements CoreSubscriber<byte[]>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final EventReader reader;

		private final EventHandler<T> handler;

		private final Queue<byte[]> chunks = Queues.<byte[]>get(PREFETCH).get();

		private final AtomicLong demand = new AtomicLong();

		/** The number of signals that {@link #emit} has not handled yet. */
		private final AtomicInteger signals = new AtomicInteger();

		private Subscription subscription;

		/** Whether all chunks have been received. */
		private volatile boolean allReceived;

		/** Whether the subscription has been cancelled, has completed or has failed. */
		private volatile boolean ended;

		private volatile @Nullable Disposable scheduledClose;

		private @Nullable T next;

		private int chunksReadSinceRequest;

		private boolean endRead;

		private Events(CoreSubscriber<? super T> actual, EventReader reader, EventHandler<T> handler) {
			this.actual = actual;
			this.reader = reader;
			this.handler = handler;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
			subscription.request(PREFETCH);
		}

		@Override
		public void onNext(byte[] chunk) {
			this.chunks.offer(chunk);
			emit();
		}

		@Override
		public void onError(Throwable failure) {
			this.reader.recordFailure(failure);
			onComplete();
		}

		@Override
		public void onComplete() {
			this.allReceived = true;
			emit();
		}

		@Override
		public void request(long count) {
			this.demand.accumulateAndGet(count, Operators::addCap);
			emit();
		}

		@Override
		public void cancel() {
			end();
			this.subscription.cancel();
		}

		/** Emit the requested events. Only one thread at a time does so. */
		private void emit() {
			if (this.signals.getAndIncrement() != 0) {
				return;
			}
			int handled = 1;
			while (handled != 0) {
				while (!this.ended && hasNext() && this.demand.get() > 0) {
					emitNext();
				}
				handled = this.signals.addAndGet(-handled);
			}
		}

		private void emitNext() {
			T event = this.next;
			this.next = null;
			if (this.demand.get() != Long.MAX_VALUE) {
				this.demand.decrementAndGet();
			}
			this.actual.onNext(event);
		}

		/**
		 * Return whether an event can be emitted. If there are no more events, or if
		 * reading fails, signal this to the subscriber.
		 */
		private boolean hasNext() {
			try {
				while (this.next == null) {
					GenerateContentResponse event = this.reader.next();
					if (event != null) {
						this.next = this.handler.response(this.reader.head(), event);
					}
					else if (!readChunk()) {
						return false;
					}
				}
				return true;
			}
			catch (Throwable ex) {
				end();
				this.actual
					.onError(this.handler.failure(Operators.onOperatorError(this.subscription, ex, currentContext())));
				return false;
			}
		}

		/**
		 * Read the next chunk or the end of the body. If the end has already been read,
		 * complete the stream. Return false if nothing was read.
		 */
		private boolean readChunk() {
			boolean endReceived = this.allReceived;
			byte[] chunk = this.chunks.poll();
			if (chunk != null) {
				this.reader.feed(chunk);
				requestChunks();
				return true;
			}
			if (this.endRead) {
				end();
				this.actual.onComplete();
				return false;
			}
			if (endReceived) {
				this.reader.feed(EventSplitter.END);
				this.endRead = true;
			}
			else if (this.scheduledClose == null && this.reader.isDone()) {
				scheduleClose();
			}
			return endReceived;
		}

		private void requestChunks() {
			this.chunksReadSinceRequest++;
			if (this.chunksReadSinceRequest == REQUEST_AFTER) {
				this.chunksReadSinceRequest = 0;
				this.subscription.request(REQUEST_AFTER);
			}
		}

		private void scheduleClose() {
			this.scheduledClose = this.handler.closeLater(() -> {
				this.subscription.cancel();
				onComplete();
			});
			if (this.ended) {
				cancelClose();
			}
		}

		private void cancelClose() {
			Disposable scheduledClose = this.scheduledClose;
			if (scheduledClose != null) {
				scheduledClose.dispose();
			}
		}

		private void end() {
			this.ended = true;
			cancelClose();
		}

	}

}
