package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Logs one line for each retry, and for a request that is not retried, without a stack
 * trace.
 *
 * @param name the name of the request
 * @param policy the policy of the retries
 */
record RetryLog(String name, RetryPolicy policy) {

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	/** Return the maximum number of attempts, if it is known. */
	private static String attempts(BackOff backOff) {
		long retries = Long.MAX_VALUE;
		if (backOff instanceof ExponentialBackOff exponential) {
			retries = exponential.getMaxAttempts();
		}
		else if (backOff instanceof FixedBackOff fixed) {
			retries = fixed.getMaxAttempts();
		}
		return (retries != Long.MAX_VALUE) ? " of " + (retries + 1) : "";
	}

	/** Log a retry, and return the line. */
	String retry(int retry, Duration wait, Throwable failure) {
		String line = "Attempt %d%s of '%s' in %d ms after: %s".formatted(retry + 1, attempts(this.policy.getBackOff()),
				this.name, wait.toMillis(), failure.getMessage());
		logger.debug(line);
		return line;
	}

	void noRetry(String reason, Throwable failure) {
		if (logger.isDebugEnabled()) {
			logger.debug("No retry of '%s', because %s: %s".formatted(this.name, reason, failure.getMessage()));
		}
	}

}
