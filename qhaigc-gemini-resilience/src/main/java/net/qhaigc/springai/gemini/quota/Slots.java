package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Limits the number of requests that one tenant has in progress. Each request in progress
 * occupies a slot. If no slot is free, requests wait for a slot in the order of their
 * arrival.
 */
final class Slots {

	private final int max;

	private final Set<Slot> waiting = new LinkedHashSet<>();

	private int used;

	Slots(int max) {
		this.max = max;
	}

	/** Occupy a slot, or wait for one. */
	Mono<Void> acquire(Slot slot, Duration maxWait, Scheduler scheduler) {
		if (acquireOrWait(slot)) {
			return Mono.empty();
		}
		Mono<Void> exceeded = Mono.error(() -> QuotaFailures.tooManyConcurrentRequests(this.max, maxWait));
		return slot.acquisition.asMono().timeout(maxWait, exceeded, scheduler);
	}

	/** Return the number of free slots minus the number of waiting requests. */
	synchronized double available() {
		return (double) this.max - this.used - this.waiting.size();
	}

	private synchronized boolean acquireOrWait(Slot slot) {
		if (!tryAcquire(slot)) {
			this.waiting.add(slot);
		}
		return slot.acquired;
	}

	/** Occupy a slot if one is free. No slot is free while other requests wait. */
	synchronized boolean tryAcquire(Slot slot) {
		slot.acquired = this.used < this.max;
		if (slot.acquired) {
			this.used++;
		}
		return slot.acquired;
	}

	/**
	 * Pass an acquired slot on to the first waiting request, or free the slot if no
	 * request is waiting. If the slot was not acquired, stop waiting for it.
	 */
	void release(Slot slot) {
		Slot next = passOn(slot);
		if (next != null) {
			next.acquisition.tryEmitEmpty();
		}
	}

	private synchronized @Nullable Slot passOn(Slot slot) {
		this.waiting.remove(slot);
		if (!slot.acquired) {
			return null;
		}
		slot.acquired = false;
		Iterator<Slot> iterator = this.waiting.iterator();
		if (!iterator.hasNext()) {
			this.used--;
			return null;
		}
		Slot next = iterator.next();
		iterator.remove();
		next.acquired = true;
		return next;
	}

	/** The slot of one request, acquired or awaited. */
	static final class Slot {

		private final Sinks.Empty<Void> acquisition = Sinks.empty();

		private boolean acquired;

	}

}
