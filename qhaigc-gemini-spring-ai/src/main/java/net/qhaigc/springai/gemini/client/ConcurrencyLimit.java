package net.qhaigc.springai.gemini.client;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Limits the number of requests that are in progress at once. The others wait, the first
 * one first, and do not hold a thread.
 */
final class ConcurrencyLimit {

	private final int max;

	private final ClientSchedulers schedulers;

	private final Set<Place> waiting = new LinkedHashSet<>();

	private int occupied;

	ConcurrencyLimit(int max, ClientSchedulers schedulers) {
		this.max = max;
		this.schedulers = schedulers;
	}

	/** Send a request when there is a place, which it occupies until it has ended. */
	<T> Flux<T> limit(Flux<T> exchange) {
		return Flux.defer(() -> {
			Place place = new Place();
			Flux<T> placed = occupy(place) ? exchange
					: this.schedulers.unlessClosed(place.free.asMono().publishOn(this.schedulers.signals()))
						.thenMany(exchange);
			return placed.doFinally((signal) -> leave(place));
		});
	}

	private synchronized boolean occupy(Place place) {
		place.occupied = this.occupied < this.max;
		if (place.occupied) {
			this.occupied++;
		}
		else {
			this.waiting.add(place);
		}
		return place.occupied;
	}

	private synchronized void leave(Place place) {
		this.waiting.remove(place);
		if (place.occupied) {
			place.occupied = false;
			Iterator<Place> next = this.waiting.iterator();
			if (next.hasNext()) {
				Place first = next.next();
				next.remove();
				first.occupied = true;
				first.free.tryEmitEmpty();
			}
			else {
				this.occupied--;
			}
		}
	}

	/** The place of a request. */
	private static final class Place {

		private final Sinks.Empty<Void> free = Sinks.empty();

		private boolean occupied;

	}

}
