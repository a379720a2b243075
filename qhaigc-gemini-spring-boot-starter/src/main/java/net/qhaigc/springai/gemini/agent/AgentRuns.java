package net.qhaigc.springai.gemini.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

import reactor.core.publisher.Flux;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.util.Assert;

/**
 * Starts runs: turns that continue even while nobody receives their events, for example
 * while a browser reloads the page. The events of a run are kept in the memory of this
 * application for some time after the end of the turn.
 *
 * <p>
 * The number of runs, the number and size of the events of each run, and the total size
 * of all events are limited. When events are dropped because of a limit, the oldest ones
 * are dropped first, and subscribers that have not received them yet receive
 * {@link AgentEvent.Missed} in their place.
 */
@RegisterReflectionForBinding({ AgentEvent.class, AgentEvent.Round.class, AgentEvent.Text.class,
		AgentEvent.Thought.class, AgentEvent.ApprovalRequested.class, AgentEvent.ToolStarted.class,
		AgentEvent.ToolFinished.class, AgentEvent.CodeStarted.class, AgentEvent.CodeFinished.class,
		AgentEvent.Search.class, AgentEvent.Source.class, AgentEvent.Media.class, AgentEvent.Usage.class,
		AgentEvent.Missed.class, AgentEvent.End.class })
public final class AgentRuns {

	private final Map<String, AgentRun> runs = new LinkedHashMap<>();

	private final int maxRuns;

	private final int maxEvents;

	private final long maxSize;

	private final TotalSize totalSize;

	private final Duration timeToLive;

	private final Clock clock;

	private AgentRuns(Builder builder) {
		this.maxRuns = builder.maxRuns;
		this.maxEvents = builder.maxEvents;
		this.maxSize = builder.maxSize;
		this.totalSize = new TotalSize(builder.maxTotalSize);
		this.timeToLive = builder.timeToLive;
		this.clock = builder.clock;
	}

	/**
	 * Start a run, which subscribes to the events immediately.
	 * @param events the events, such as those of {@link AgentEvents}
	 * @return the run
	 * @throws RejectedExecutionException if there are as many runs as allowed and none of
	 * them has ended
	 */
	public AgentRun start(Flux<AgentEvent> events) {
		AgentRun run = new AgentRun(UUID.randomUUID().toString(),
				new EventBuffer(this.maxEvents, this.maxSize, this.totalSize, this.clock), this::limitTotalSize);
		add(run);
		run.start(events);
		return run;
	}

	/**
	 * Return a run. The caller must check whether the user is allowed to see the run: its
	 * ID cannot be guessed, but users can pass it on.
	 * @param id the ID of the run
	 * @return the run; empty if it does not exist, or was removed after it had ended
	 */
	public Optional<AgentRun> find(String id) {
		synchronized (this.runs) {
			removeExpired();
			return Optional.ofNullable(this.runs.get(id));
		}
	}

	private void add(AgentRun run) {
		synchronized (this.runs) {
			removeExpired();
			if (this.runs.size() >= this.maxRuns && !removeOldestEndedRun(run)) {
				throw new RejectedExecutionException(
						"%d runs are active, which is the maximum. Stop a run, or increase maxRuns of AgentRuns"
							.formatted(this.maxRuns));
			}
			this.runs.put(run.id(), run);
		}
	}

	/**
	 * While the total size exceeds its limit, remove runs that have ended, and then the
	 * oldest events of the current run, which is the one that has a new event.
	 */
	private void limitTotalSize(AgentRun current) {
		if (!this.totalSize.isExceeded()) {
			return;
		}
		synchronized (this.runs) {
			removeExpired();
			boolean removed = true;
			while (removed && this.totalSize.isExceeded()) {
				removed = removeOldestEndedRun(current);
			}
		}
		current.trim();
	}

	private void removeExpired() {
		Instant limit = this.clock.instant().minus(this.timeToLive);
		for (Iterator<AgentRun> iterator = this.runs.values().iterator(); iterator.hasNext();) {
			AgentRun run = iterator.next();
			if (run.hasEndedBy(limit)) {
				iterator.remove();
				run.release();
			}
		}
	}

	/**
	 * Remove the oldest run that has ended, other than the current run.
	 * @return false if there is no such run
	 */
	private boolean removeOldestEndedRun(AgentRun current) {
		for (Iterator<AgentRun> iterator = this.runs.values().iterator(); iterator.hasNext();) {
			AgentRun run = iterator.next();
			if (run != current && run.isEnded()) {
				iterator.remove();
				run.release();
				return true;
			}
		}
		return false;
	}

	/**
	 * Create a builder.
	 * @return a builder with these defaults: at most 1,000 runs, which are kept for 5
	 * minutes after their end; at most 10,000 events for each run; at most 8,000,000
	 * characters of text and bytes of media for each run, and 200,000,000 for all runs
	 * together
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builder for {@link AgentRuns}.
	 */
	public static final class Builder {

		private int maxRuns = 1_000;

		private int maxEvents = 10_000;

		private long maxSize = 8_000_000;

		private long maxTotalSize = 200_000_000;

		private Duration timeToLive = Duration.ofMinutes(5);

		private Clock clock = Clock.systemUTC();

		private Builder() {
		}

		/**
		 * Set the maximum number of runs, including those that have ended.
		 * @param maxRuns the maximum
		 * @return this builder
		 */
		public Builder maxRuns(int maxRuns) {
			Assert.isTrue(maxRuns > 0, () -> "maxRuns is %d but must be positive".formatted(maxRuns));
			this.maxRuns = maxRuns;
			return this;
		}

		/**
		 * Set the maximum number of events that are kept for a run.
		 * @param maxEvents the maximum
		 * @return this builder
		 */
		public Builder maxEvents(int maxEvents) {
			Assert.isTrue(maxEvents > 0, () -> "maxEvents is %d but must be positive".formatted(maxEvents));
			this.maxEvents = maxEvents;
			return this;
		}

		/**
		 * Set the maximum size of the events that are kept for a run. The last event is
		 * always kept.
		 * @param maxSize the maximum number of characters of text and bytes of media
		 * @return this builder
		 */
		public Builder maxSize(long maxSize) {
			Assert.isTrue(maxSize > 0, () -> "maxSize is %d but must be positive".formatted(maxSize));
			this.maxSize = maxSize;
			return this;
		}

		/**
		 * Set the maximum size of the events of all runs together. If a new event causes
		 * the maximum to be exceeded, runs that have ended are removed, the oldest first,
		 * and then the oldest events of the run to which the new event belongs.
		 * @param maxTotalSize the maximum number of characters of text and bytes of media
		 * @return this builder
		 */
		public Builder maxTotalSize(long maxTotalSize) {
			Assert.isTrue(maxTotalSize > 0, () -> "maxTotalSize is %d but must be positive".formatted(maxTotalSize));
			this.maxTotalSize = maxTotalSize;
			return this;
		}

		/**
		 * Set how long a run is kept after its end.
		 * @param timeToLive the time
		 * @return this builder
		 */
		public Builder timeToLive(Duration timeToLive) {
			Assert.isTrue(!timeToLive.isNegative(),
					() -> "timeToLive is %s but must not be negative".formatted(timeToLive));
			this.timeToLive = timeToLive;
			return this;
		}

		/**
		 * Set the clock that measures the time to live.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			Assert.notNull(clock, "clock is required");
			this.clock = clock;
			return this;
		}

		/**
		 * Build the instance.
		 * @return an instance with these settings
		 */
		public AgentRuns build() {
			return new AgentRuns(this);
		}

	}

}
