package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Logs each retry, and the reason why a failed request is not retried. The messages
 * contain no stack traces.
 *
 * @param name the name of the request
 * @param policy the policy of the retries
 */
record RetryLog(String name, RetryPolicy policy) {

	/** The name, which is part of the API, is that of the client's interface. */
	static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini.client.QhaigcClient");

	/**
	 * Return the maximum number of attempts, such as " of 3"; empty if it is unlimited or
	 * unknown.
	 */
	private static String maxAttemptsSuffix(BackOff backOff) {
		long retries = Long.MAX_VALUE;
		if (backOff instanceof ExponentialBackOff exponential) {
			retries = exponential.getMaxAttempts();
		}
		else if (backOff instanceof FixedBackOff fixed) {
			retries = fixed.getMaxAttempts();
		}
		return (retries != Long.MAX_VALUE) ? " of " + (retries + 1) : "";
	}

	/**
	 * Return the log message for a retry. The message is logged only if a new back-off
	 * starts: after a failed early retry, the previous back-off can continue instead.
	 */
	String logRetry(int retry, Duration wait, Throwable failure, boolean startsBackOff) {
		String line = "Attempt %s begins in %d ms. Last failure: %s".formatted(attempt(retry), wait.toMillis(),
				failure.getMessage());
		if (startsBackOff) {
			logger.debug(line);
		}
		return line;
	}

	/** Log a retry that is sent before its back-off has elapsed; return the message. */
	String logEarlyRetry(int retry, long remainingMillis) {
		String line = "Sending attempt %s %d ms early, because an outage may be over".formatted(attempt(retry),
				remainingMillis);
		logger.debug(line);
		return line;
	}

	private String attempt(int retry) {
		return "%d%s of '%s'".formatted(retry + 1, maxAttemptsSuffix(this.policy.getBackOff()), this.name);
	}

	void logNoRetry(String reason, Throwable failure) {
		if (logger.isDebugEnabled()) {
			logger.debug("No retry of '%s', because %s: %s".formatted(this.name, reason, failure.getMessage()));
		}
	}

}
