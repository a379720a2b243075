package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway has observed: requests, connections, cancelled requests and problems.
 */
final class GatewayActivity {

	/** Limits the memory that is used; one problem is enough to fail a test. */
	private static final int MAX_PROBLEMS = 1000;

	private final Limits limits;

	private final Deque<ReceivedRequest> received = new ArrayDeque<>();

	private final List<Problem> problems = new ArrayList<>();

	private long bodyBytes;

	/** How many of the kept requests {@link #take(Duration)} has returned. */
	private int taken;

	private int droppedRejections;

	private int openConnections;

	private int connections;

	private int cancelledRequests;

	GatewayActivity(Limits limits) {
		this.limits = limits;
	}

	synchronized void requestReceived(ReceivedRequest request) {
		this.received.add(request);
		this.bodyBytes += request.body().length();
		while (this.received.size() > this.limits.maxRequests()
				|| (this.bodyBytes > this.limits.maxBodyBytes() && this.received.size() > 1)) {
			drop(this.received.remove());
		}
		notifyAll();
	}

	private void drop(ReceivedRequest request) {
		this.bodyBytes -= request.body().length();
		this.taken = Math.max(0, this.taken - 1);
		if (request.rejectionMessage() != null) {
			this.droppedRejections++;
		}
		this.problems
			.replaceAll((problem) -> (problem.request() == request) ? new Problem(problem.message(), null) : problem);
	}

	synchronized List<ReceivedRequest> received() {
		return List.copyOf(this.received);
	}

	/**
	 * Return the next request that this method has not returned yet.
	 * @throws IllegalStateException if no request is received in time
	 */
	synchronized ReceivedRequest take(Duration timeout) {
		if (!await(() -> this.taken < this.received.size(), timeout)) {
			throw new IllegalStateException("No request was received within " + timeout);
		}
		return this.received.stream().skip(this.taken++).findFirst().orElseThrow();
	}

	/** Return the number of rejected requests that are no longer kept. */
	synchronized int droppedRejections() {
		return this.droppedRejections;
	}

	synchronized void addProblem(String message, ReceivedRequest request) {
		if (this.problems.size() < MAX_PROBLEMS) {
			this.problems.add(new Problem(message, this.received.contains(request) ? request : null));
		}
	}

	/** Return the last problem of a request, or null. */
	synchronized @Nullable String problemOf(ReceivedRequest request) {
		return this.problems.stream()
			.filter((problem) -> problem.request() == request)
			.map(Problem::message)
			.reduce((first, last) -> last)
			.orElse(null);
	}

	synchronized List<Problem> problems() {
		return List.copyOf(this.problems);
	}

	synchronized void connectionOpened() {
		this.openConnections++;
		this.connections++;
	}

	synchronized void connectionClosed() {
		this.openConnections--;
		notifyAll();
	}

	synchronized int openConnections() {
		return this.openConnections;
	}

	synchronized int connections() {
		return this.connections;
	}

	synchronized void requestCancelled() {
		this.cancelledRequests++;
		notifyAll();
	}

	synchronized int cancelledRequests() {
		return this.cancelledRequests;
	}

	synchronized boolean awaitCancelled(int count, Duration timeout) {
		return await(() -> this.cancelledRequests >= count, timeout);
	}

	synchronized void clear() {
		this.received.clear();
		this.problems.clear();
		this.taken = 0;
		this.bodyBytes = 0;
		this.droppedRejections = 0;
		this.cancelledRequests = 0;
	}

	/**
	 * Wait for a condition. The caller must hold this object's lock.
	 */
	private boolean await(BooleanSupplier condition, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.getAsBoolean()) {
			long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
			if (millis <= 0) {
				return false;
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return condition.getAsBoolean();
			}
		}
		return true;
	}

	/**
	 * The reason why a request did not get a reply as scripted, such as a missing reply
	 * or a hook that threw an exception.
	 *
	 * @param message the description
	 * @param request the request, or null if it is no longer kept
	 */
	record Problem(String message, @Nullable ReceivedRequest request) {
	}

	/**
	 * The limits of the journal, which contains the received requests.
	 *
	 * @param maxRequests the maximum number of requests
	 * @param maxBodyBytes the maximum total size of their bodies, in bytes; each
	 * character counts as one byte, and the most recent request is always kept
	 */
	record Limits(int maxRequests, long maxBodyBytes) {

		Limits {
			if (maxRequests < 1 || maxBodyBytes < 0) {
				throw new IllegalArgumentException(
						"The limits of the journal must be at least 1 request and 0 bytes, but are " + maxRequests
								+ " requests and " + maxBodyBytes + " bytes");
			}
		}

	}

}
