package net.qhaigc.springai.gemini.failover;

import java.time.Duration;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Three retries with a delay of one millisecond.
 */
final class FastRetries {

	static final RetryTemplate TEMPLATE = new RetryTemplate(
			RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build());

	private FastRetries() {
	}

}
