package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * Ends the back-off of retries early when an outage of the gateway is over. If at least
 * two retries are waiting, and no request has been sent for two seconds (or for the first
 * back-off of the retry policy, if that is longer), one of the retries is sent early as a
 * probe. When a request succeeds after at least two seconds of failures, the remaining
 * retries are sent in batches of one, two, four and so on, until a request fails.
 */
final class EarlyRetries {

	/**
	 * The minimum time between a request and a probe, and the minimum duration of an
	 * outage after which retries are sent in batches.
	 */
	static final Duration MIN_INTERVAL = Duration.ofSeconds(2);

	/**
	 * The minimum time between a request and a probe if no request has succeeded or
	 * failed since the previous probe. It is longer than {@link #MIN_INTERVAL}, because
	 * the gateway may be accepting connections without responding.
	 */
	private static final Duration INTERVAL_WITHOUT_RESULT = Duration.ofSeconds(10);

	private static final Duration BATCH_INTERVAL = Duration.ofMillis(100);

	private final ClientSchedulers schedulers;

	private final Set<WaitingRetry> waiting = new LinkedHashSet<>();

	private long lastSentAt;

	/** Whether a request has succeeded or failed since the last probe was sent. */
	private boolean hasResultSinceProbe = true;

	private boolean failing;

	/** When the first of the failing requests was sent. */
	private long failingSince;

	/** When the request whose success ended the last outage was sent. */
	private long recoveredAt;

	/**
	 * Whether requests that were sent during the outage can still be waiting for a retry.
	 */
	private boolean recovering;

	/** The size of the next batch; zero if no batch is to be sent. */
	private int batchSize;

	private boolean scheduled;

	private Disposable timer = Disposables.disposed();

	EarlyRetries(ClientSchedulers schedulers) {
		this.schedulers = schedulers;
		this.lastSentAt = schedulers.clock().now();
		this.recoveredAt = this.lastSentAt;
	}

	/**
	 * Return the wait before a retry. The wait ends early if the retry is sent as a
	 * probe, or because the outage is over.
	 * @param wait the regular wait
	 * @param sentAt when the request that failed was sent
	 * @param interval the minimum time between the last request and this retry, if this
	 * retry becomes the probe
	 * @return a Mono that emits what the regular wait emits, or true if the wait ends
	 * early
	 */
	Mono<Boolean> untilRecovered(Mono<Boolean> wait, long sentAt, Duration interval) {
		WaitingRetry retry = new WaitingRetry(sentAt, interval);
		add(retry);
		return Mono.firstWithSignal(wait, retry.release.asMono().publishOn(this.schedulers.signals()))
			.doFinally((signal) -> remove(retry));
	}

	private synchronized void add(WaitingRetry retry) {
		this.waiting.add(retry);
		this.recovering |= wasSentBeforeRecovery(retry.sentAt);
		if (!this.scheduled) {
			scheduleProbe();
		}
	}

	private synchronized void remove(WaitingRetry retry) {
		this.waiting.remove(retry);
	}

	/** Record that a request is sent. */
	synchronized void recordRequest(long now) {
		this.lastSentAt = now;
	}

	/** Record that the request that was sent at the given time failed. */
	synchronized void recordFailure(long sentAt) {
		this.hasResultSinceProbe = true;
		if (!this.failing) {
			this.failing = true;
			this.failingSince = sentAt;
		}
		if (!wasSentBeforeRecovery(sentAt)) {
			this.batchSize = 0;
		}
	}

	/** Record that the request that was sent at the given time succeeded. */
	synchronized void recordSuccess(long sentAt) {
		this.hasResultSinceProbe = true;
		if (this.failing && sentAt - this.failingSince >= 0) {
			this.failing = false;
			if (sentAt - this.failingSince >= MIN_INTERVAL.toNanos()) {
				this.recoveredAt = sentAt;
				this.recovering = true;
			}
		}
		if (this.recovering && this.batchSize == 0) {
			this.batchSize = 1;
			releaseBatch();
		}
	}

	private boolean wasSentBeforeRecovery(long sentAt) {
		return sentAt - this.recoveredAt < 0;
	}

	private void releaseBatch() {
		int remaining = this.batchSize;
		Iterator<WaitingRetry> iterator = this.waiting.iterator();
		while (iterator.hasNext() && remaining > 0) {
			WaitingRetry retry = iterator.next();
			if (wasSentBeforeRecovery(retry.sentAt)) {
				iterator.remove();
				retry.release.tryEmitValue(true);
				remaining--;
			}
		}
		this.recovering = (remaining == 0);
		this.batchSize = this.recovering ? 2 * this.batchSize : 0;
		if (this.recovering) {
			schedule(BATCH_INTERVAL.toNanos());
		}
	}

	private void scheduleProbe() {
		if (this.waiting.size() > 1) {
			schedule(Math.max(0, Math.min(untilProbe(), MIN_INTERVAL.toNanos())));
		}
	}

	private long untilProbe() {
		Duration interval = this.hasResultSinceProbe ? this.waiting.iterator().next().interval
				: INTERVAL_WITHOUT_RESULT;
		return this.lastSentAt + interval.toNanos() - this.schedulers.clock().now();
	}

	private void schedule(long nanos) {
		this.timer.dispose();
		this.scheduled = true;
		this.timer = this.schedulers.schedule(this::onTimer, Duration.ofNanos(nanos));
	}

	private synchronized void onTimer() {
		this.scheduled = false;
		if (this.batchSize > 0) {
			releaseBatch();
		}
		else if (this.waiting.size() > 1 && untilProbe() <= 0) {
			releaseProbe();
		}
		if (!this.scheduled) {
			scheduleProbe();
		}
	}

	private void releaseProbe() {
		this.lastSentAt = this.schedulers.clock().now();
		this.hasResultSinceProbe = false;
		Iterator<WaitingRetry> iterator = this.waiting.iterator();
		WaitingRetry retry = iterator.next();
		iterator.remove();
		retry.release.tryEmitValue(true);
	}

	/** A retry that waits. {@code sentAt} is when the request that failed was sent. */
	private static final class WaitingRetry {

		private final long sentAt;

		private final Duration interval;

		private final Sinks.One<Boolean> release = Sinks.one();

		private WaitingRetry(long sentAt, Duration interval) {
			this.sentAt = sentAt;
			this.interval = interval;
		}

	}

}
