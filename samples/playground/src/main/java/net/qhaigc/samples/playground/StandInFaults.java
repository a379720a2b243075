package net.qhaigc.samples.playground;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Failures and delays that the stand-in gateway simulates, so that users can try out
 * retries and failover.
 */
@Component
class StandInFaults {

	private static final int RETRY_AFTER_SECONDS = 3;

	private static final Duration DELAY = Duration.ofSeconds(4);

	private static final String[] INCOMPLETE_TEXT = { "The connection ", "is closed ", "before ", "this ", "answer ",
			"is complete." };

	private static final String[] CHINESE_INCOMPLETE_TEXT = { "连接", "会在", "这个", "回答", "结束", "之前断开。" };

	private @Nullable Fault fault;

	private int remaining;

	StandInFaults(@Qualifier(StandInReplies.GATEWAY) ObjectProvider<QhaigcGateway> gateway) {
		QhaigcGateway standIn = gateway.getIfAvailable();
		if (standIn != null) {
			standIn.when((request) -> consumeFault(request, Fault.TOO_MANY_REQUESTS))
				.gatewayError(429)
				.retryAfter(RETRY_AFTER_SECONDS);
			standIn.when((request) -> consumeFault(request, Fault.UNAVAILABLE)).gatewayError(503);
			standIn.when((request) -> StandInReplies.isChinese(request) && consumeFault(request, Fault.INCOMPLETE))
				.replyStream(CHINESE_INCOMPLETE_TEXT)
				.delayBetween(Duration.ofMillis(200))
				.closeAfter(CHINESE_INCOMPLETE_TEXT.length - 1);
			standIn.when((request) -> consumeFault(request, Fault.INCOMPLETE))
				.replyStream(INCOMPLETE_TEXT)
				.delayBetween(Duration.ofMillis(200))
				.closeAfter(INCOMPLETE_TEXT.length - 1);
			standIn.when((request) -> consumeFault(request, Fault.SLOW)).autoRespond().delay(DELAY);
		}
	}

	/**
	 * Return whether a fault of the given kind applies to this request, and if so,
	 * decrement the number of remaining faults.
	 */
	private synchronized boolean consumeFault(ReceivedRequest request, Fault kind) {
		if (this.fault != kind || this.remaining == 0 || !request.method().equals("POST")) {
			return false;
		}
		this.remaining--;
		return true;
	}

	/**
	 * Set the fault of the next requests.
	 * @param fault the fault; null for none
	 * @param times the number of requests to which the fault applies
	 */
	synchronized void set(@Nullable Fault fault, int times) {
		this.fault = fault;
		this.remaining = (fault != null) ? times : 0;
	}

	/** Return the number of requests to which the fault still applies. */
	synchronized int remaining() {
		return this.remaining;
	}

	/** How a request fails or is delayed. */
	enum Fault {

		/** A 429 with {@code Retry-After}. */
		TOO_MANY_REQUESTS,

		/** A 503. */
		UNAVAILABLE,

		/** The connection is closed before the end of the response. */
		INCOMPLETE,

		/** The response begins late. */
		SLOW

	}

}
