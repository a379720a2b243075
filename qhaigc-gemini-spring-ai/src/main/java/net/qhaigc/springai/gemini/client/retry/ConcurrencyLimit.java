package net.qhaigc.springai.gemini.client.retry;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * Limits the number of requests that are in progress at the same time. Requests beyond
 * this number wait in the order of their arrival, without blocking a thread.
 */
final class ConcurrencyLimit {

	private final int max;

	private final ClientSchedulers schedulers;

	private final Set<Permit> waiting = new LinkedHashSet<>();

	private int acquiredPermits;

	ConcurrencyLimit(int max, ClientSchedulers schedulers) {
		this.max = max;
		this.schedulers = schedulers;
	}

	/**
	 * Send a request when a permit is available. The permit is held until the request
	 * ends.
	 */
	<T> Flux<T> limit(Flux<T> exchange) {
		return Flux.defer(() -> {
			Permit permit = new Permit();
			Flux<T> permitted = acquireOrEnqueue(permit) ? exchange
					: this.schedulers.unlessClosed(permit.available.asMono().publishOn(this.schedulers.signals()))
						.thenMany(exchange);
			return permitted.doFinally((signal) -> release(permit));
		});
	}

	private synchronized boolean acquireOrEnqueue(Permit permit) {
		permit.acquired = this.acquiredPermits < this.max;
		if (permit.acquired) {
			this.acquiredPermits++;
		}
		else {
			this.waiting.add(permit);
		}
		return permit.acquired;
	}

	private synchronized void release(Permit permit) {
		this.waiting.remove(permit);
		if (permit.acquired) {
			permit.acquired = false;
			Iterator<Permit> iterator = this.waiting.iterator();
			if (iterator.hasNext()) {
				Permit first = iterator.next();
				iterator.remove();
				first.acquired = true;
				first.available.tryEmitEmpty();
			}
			else {
				this.acquiredPermits--;
			}
		}
	}

	/** The permit of a request, acquired or awaited. */
	private static final class Permit {

		private final Sinks.Empty<Void> available = Sinks.empty();

		private boolean acquired;

	}

}
