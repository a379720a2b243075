package net.qhaigc.springai.gemini.agent;

import java.time.Instant;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import org.springframework.http.codec.ServerSentEvent;

/**
 * A run: a turn that continues even while nobody receives its events. {@link AgentRuns}
 * starts and keeps the runs.
 */
public final class AgentRun {

	private final String id;

	private final EventBuffer events;

	private final Disposable.Swap turn = Disposables.swap();

	private final Consumer<AgentRun> sizeLimiter;

	/**
	 * The total usage of all requests that have ended. Events arrive one at a time, so
	 * updates of this field need not be atomic.
	 */
	private volatile AgentEvent.@Nullable Usage usage;

	/**
	 * Create a run.
	 * @param sizeLimiter limits the total size of all runs; called after each event, when
	 * no lock is held
	 */
	AgentRun(String id, EventBuffer events, Consumer<AgentRun> sizeLimiter) {
		this.id = id;
		this.events = events;
		this.sizeLimiter = sizeLimiter;
	}

	void start(Flux<AgentEvent> events) {
		this.turn.replace(events.subscribe(this::add, this::fail, this::end));
	}

	private boolean add(AgentEvent event) {
		if (event instanceof AgentEvent.Usage usage) {
			AgentEvent.Usage earlier = this.usage;
			this.usage = (earlier != null) ? earlier.plus(usage) : usage;
		}
		boolean added = this.events.add(event);
		this.sizeLimiter.accept(this);
		return added;
	}

	/**
	 * Drop the oldest events of this run until the total size of all runs no longer
	 * exceeds the limit. The last event is always kept.
	 */
	void trim() {
		this.events.trim();
	}

	/** Subtract the events of this run, which has been removed, from the total size. */
	void release() {
		this.events.release();
	}

	private void fail(Throwable failure) {
		add(new AgentEvent.End(AgentEvent.End.FAILED, this.usage, "The response is incomplete.", failure));
	}

	private void end() {
		add(new AgentEvent.End(null, null, null, null));
	}

	/**
	 * Return the ID, which cannot be guessed.
	 * @return the ID
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Receive the events after the given one: first those that have already occurred,
	 * then each new event as it occurs. Any number of subscribers can receive them, each
	 * at its own pace. Cancelling the subscription does not stop the run.
	 * @param lastEventId the ID of the last event that was received, which browsers send
	 * as {@code Last-Event-ID}; null, or an ID that this class did not generate, for all
	 * events
	 * @return the events with their IDs
	 */
	public Flux<ServerSentEvent<AgentEvent>> attach(@Nullable String lastEventId) {
		return this.events.after(eventNumber(lastEventId));
	}

	/** Return the number in the ID, or 0 if the ID is not a positive number. */
	private static long eventNumber(@Nullable String lastEventId) {
		try {
			return (lastEventId != null) ? Math.max(0, Long.parseLong(lastEventId.strip())) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Stop the turn: its requests and tools are cancelled, and the last event is an
	 * {@link AgentEvent.End} with {@link AgentEvent.End#STOPPED}. Has no effect if the
	 * turn has already ended.
	 */
	public void stop() {
		if (add(new AgentEvent.End(AgentEvent.End.STOPPED, this.usage, null, null))) {
			this.turn.dispose();
		}
	}

	/**
	 * Return whether the turn has ended.
	 * @return whether it has completed or failed, or was stopped
	 */
	public boolean isEnded() {
		return this.events.endedAt() != null;
	}

	boolean hasEndedBy(Instant time) {
		Instant endedAt = this.events.endedAt();
		return endedAt != null && !endedAt.isAfter(time);
	}

}
