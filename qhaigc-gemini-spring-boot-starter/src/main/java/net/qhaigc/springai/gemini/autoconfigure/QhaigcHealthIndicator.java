package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * {@link org.springframework.boot.health.contributor.HealthIndicator} for the Qhaigc
 * gateway: up if the gateway lists its models. The result is cached, so that at most two
 * requests per minute are sent. It has a timer of its own, which ends with the
 * application, since the common timers of Reactor would keep the application in memory.
 */
final class QhaigcHealthIndicator extends AbstractReactiveHealthIndicator implements DisposableBean {

	private static final Duration CACHE_DURATION = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final QhaigcClient client;

	private final Scheduler timer = Schedulers.newSingle("qhaigc-health", true);

	private @Nullable Check last;

	QhaigcHealthIndicator(QhaigcClient client) {
		super("Qhaigc health check failed");
		this.client = client;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return check().models().map((models) -> builder.up().withDetail("models", models.size()).build());
	}

	private synchronized Check check() {
		Check check = this.last;
		if (check == null || System.nanoTime() - check.nanoTime() > CACHE_DURATION.toNanos()) {
			check = new Check(System.nanoTime(), Mono.defer(this.client::models).timeout(TIMEOUT, this.timer).cache());
			this.last = check;
		}
		return check;
	}

	@Override
	public void destroy() {
		this.timer.dispose();
	}

	/**
	 * A health check.
	 *
	 * @param nanoTime when it began
	 * @param models its result, once it is known
	 */
	private record Check(long nanoTime, Mono<List<String>> models) {

	}

}
