package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What the gateway has observed: requests, connections, cancelled requests and problems.
 */
final class GatewayActivity {

	private final List<ReceivedRequest> received = new ArrayList<>();

	private final List<Problem> problems = new ArrayList<>();

	private int taken;

	private int openConnections;

	private int connections;

	private int cancelled;

	synchronized void requestReceived(ReceivedRequest request) {
		this.received.add(request);
		notifyAll();
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
		return this.received.get(this.taken++);
	}

	synchronized void problem(String message, ReceivedRequest request) {
		this.problems.add(new Problem(message, request));
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
		this.cancelled++;
		notifyAll();
	}

	synchronized int cancelledRequests() {
		return this.cancelled;
	}

	synchronized boolean awaitCancelled(int count, Duration timeout) {
		return await(() -> this.cancelled >= count, timeout);
	}

	synchronized void clear() {
		this.received.clear();
		this.problems.clear();
		this.taken = 0;
		this.cancelled = 0;
	}

	/**
	 * Wait for a condition. The caller holds this object's lock.
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
	 * A problem of the test itself.
	 *
	 * @param message the description
	 * @param request the request concerned
	 */
	record Problem(String message, ReceivedRequest request) {
	}

}
