package net.qhaigc.springai.gemini.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The most recent events of an {@link AgentRun}. All events of the run are numbered,
 * starting from 1. A subscriber that requests events reads them from this buffer, so that
 * even a slow subscriber needs no buffer of its own.
 */
final class EventBuffer {

	private final int maxEvents;

	private final long maxSize;

	private final TotalSize totalSize;

	private final Clock clock;

	/**
	 * A ring buffer that grows. Event number n is at index n modulo the array's length.
	 */
	private @Nullable AgentEvent[] ring = new AgentEvent[16];

	private long firstNumber = 1;

	private long nextNumber = 1;

	private long size;

	private @Nullable Instant endedAt;

	private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

	EventBuffer(int maxEvents, long maxSize, TotalSize totalSize, Clock clock) {
		this.maxEvents = maxEvents;
		this.maxSize = maxSize;
		this.totalSize = totalSize;
		this.clock = clock;
	}

	/**
	 * Add an event.
	 * @return false if the run has already ended
	 */
	boolean add(AgentEvent event) {
		synchronized (this) {
			if (this.endedAt != null) {
				return false;
			}
			append(event);
			if (event instanceof AgentEvent.End) {
				this.endedAt = this.clock.instant();
			}
		}
		this.readers.forEach(Reader::drain);
		return true;
	}

	synchronized @Nullable Instant endedAt() {
		return this.endedAt;
	}

	/**
	 * Return the events after the one with the given number, or all events if there is no
	 * event with this number yet.
	 */
	Flux<ServerSentEvent<AgentEvent>> after(long number) {
		return Flux.create((sink) -> {
			Reader reader = new Reader(sink, isKnown(number) ? number : 0);
			this.readers.add(reader);
			sink.onDispose(() -> this.readers.remove(reader));
			sink.onRequest((count) -> reader.drain());
		});
	}

	private void append(AgentEvent event) {
		if (this.nextNumber - this.firstNumber == this.ring.length) {
			grow();
		}
		this.ring[index(this.nextNumber)] = event;
		this.nextNumber++;
		addToSize(EventSize.of(event));
		while (this.nextNumber - this.firstNumber > this.maxEvents || this.size > this.maxSize) {
			if (!dropOldest()) {
				return;
			}
		}
	}

	/**
	 * Drop the oldest events of this run while the events of all runs together exceed the
	 * limit.
	 */
	synchronized void trim() {
		boolean dropped = true;
		while (dropped && this.totalSize.isExceeded()) {
			dropped = dropOldest();
		}
	}

	/**
	 * Subtract the size of this run from the total size when the run is removed. Readers
	 * still receive the events of the run.
	 */
	synchronized void release() {
		this.totalSize.add(-this.size);
	}

	/** The last event is always kept. */
	private boolean dropOldest() {
		if (this.nextNumber - this.firstNumber <= 1) {
			return false;
		}
		AgentEvent oldest = this.ring[index(this.firstNumber)];
		addToSize((oldest != null) ? -EventSize.of(oldest) : 0);
		this.ring[index(this.firstNumber)] = null;
		this.firstNumber++;
		return true;
	}

	private void addToSize(long difference) {
		this.size += difference;
		this.totalSize.add(difference);
	}

	private void grow() {
		@Nullable AgentEvent[] larger = new AgentEvent[this.ring.length * 2];
		for (long number = this.firstNumber; number < this.nextNumber; number++) {
			larger[(int) (number % larger.length)] = this.ring[index(number)];
		}
		this.ring = larger;
	}

	private int index(long number) {
		return (int) (number % this.ring.length);
	}

	/**
	 * Return at most {@code count} events after a number. The first one is an
	 * {@link AgentEvent.Missed} if events after the number have been dropped.
	 */
	private synchronized List<ServerSentEvent<AgentEvent>> read(long number, long count) {
		List<ServerSentEvent<AgentEvent>> events = new ArrayList<>();
		long position = number + 1;
		if (position < this.firstNumber && count > 0) {
			events.add(toServerSentEvent(this.firstNumber - 1, new AgentEvent.Missed(this.firstNumber - position)));
			position = this.firstNumber;
		}
		for (; position < this.nextNumber && events.size() < count; position++) {
			AgentEvent event = this.ring[index(position)];
			if (event != null) {
				events.add(toServerSentEvent(position, event));
			}
		}
		return events;
	}

	private static ServerSentEvent<AgentEvent> toServerSentEvent(long number, AgentEvent event) {
		return ServerSentEvent.<AgentEvent>builder(event).id(Long.toString(number)).build();
	}

	private synchronized boolean isKnown(long number) {
		return number < this.nextNumber;
	}

	private synchronized boolean isEndOfRun(long number) {
		return this.endedAt != null && number >= this.nextNumber - 1;
	}

	/** A subscriber and the number of the last event that it has received. */
	private final class Reader {

		private static final int MAX_BATCH_SIZE = 64;

		private final FluxSink<ServerSentEvent<AgentEvent>> sink;

		private final AtomicInteger drains = new AtomicInteger();

		private long lastNumber;

		Reader(FluxSink<ServerSentEvent<AgentEvent>> sink, long lastNumber) {
			this.sink = sink;
			this.lastNumber = lastNumber;
		}

		/**
		 * Emit the events that the subscriber has requested. Only one thread emits at a
		 * time; it also emits for the threads that call this method in the meantime.
		 */
		void drain() {
			if (this.drains.getAndIncrement() != 0) {
				return;
			}
			int pendingDrains = 1;
			do {
				emit();
				pendingDrains = this.drains.addAndGet(-pendingDrains);
			}
			while (pendingDrains != 0);
		}

		private void emit() {
			while (!this.sink.isCancelled()) {
				List<ServerSentEvent<AgentEvent>> events = read(this.lastNumber,
						Math.min(MAX_BATCH_SIZE, this.sink.requestedFromDownstream()));
				for (ServerSentEvent<AgentEvent> event : events) {
					this.lastNumber = Long.parseLong(String.valueOf(event.id()));
					this.sink.next(event);
				}
				if (isEndOfRun(this.lastNumber)) {
					this.sink.complete();
					return;
				}
				if (events.isEmpty()) {
					return;
				}
			}
		}

	}

}
