package net.qhaigc.springai.gemini.autoconfigure.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.SpendingLimits;

/**
 * Health indicator for the Qhaigc gateway: up if the gateway lists its models. The result
 * is cached, so that at most two checks per minute send requests. The indicator has its
 * own timer, which ends with the application. Reactor's shared timers would keep a closed
 * application in memory.
 */
final class QhaigcHealthIndicator extends AbstractReactiveHealthIndicator implements DisposableBean {

	private static final Duration CACHE_DURATION = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final QhaigcClient client;

	private final boolean showsSpendingLimits;

	private final Scheduler timer = Schedulers.newSingle("qhaigc-health", true);

	private @Nullable Check lastCheck;

	QhaigcHealthIndicator(QhaigcClient client, boolean showsSpendingLimits) {
		super("Qhaigc health check failed");
		this.client = client;
		this.showsSpendingLimits = showsSpendingLimits;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		Check check = currentCheck();
		return check.models().flatMap((models) -> {
			builder.up().withDetail("models", models.size());
			return check.spendingLimits().map((limits) -> builder.withDetail("spendingLimits", limits).build());
		}).switchIfEmpty(Mono.fromSupplier(builder::build));
	}

	/**
	 * An error while reading the limits is reported as a detail. It does not affect the
	 * status, which depends only on whether the gateway lists its models.
	 */
	private Mono<Map<String, Object>> spendingLimits() {
		return !this.showsSpendingLimits ? Mono.empty()
				: Mono.defer(this.client::spendingLimits)
					.timeout(TIMEOUT, this.timer)
					.map(QhaigcHealthIndicator::details)
					.onErrorResume((failure) -> Mono.just(Map.of("error", String.valueOf(failure.getMessage()))));
	}

	private static Map<String, Object> details(SpendingLimits limits) {
		Map<String, Object> details = new LinkedHashMap<>();
		PropertyMapper map = PropertyMapper.get();
		map.from(limits.hardLimitUsd()).to((limit) -> details.put("hardLimitUsd", limit));
		map.from(limits.softLimitUsd()).to((limit) -> details.put("softLimitUsd", limit));
		map.from(limits.accessUntil()).to((time) -> details.put("accessUntil", time));
		return details;
	}

	private synchronized Check currentCheck() {
		Check check = this.lastCheck;
		if (check == null || System.nanoTime() - check.startedAt() > CACHE_DURATION.toNanos()) {
			check = new Check(System.nanoTime(), Mono.defer(this.client::models).timeout(TIMEOUT, this.timer).cache(),
					spendingLimits().cache());
			this.lastCheck = check;
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
	 * @param startedAt the value of {@link System#nanoTime()} when it started
	 * @param models emits the IDs of the models when they are known
	 * @param spendingLimits emits the details of the limits when they are known; empty if
	 * limits are not shown
	 */
	private record Check(long startedAt, Mono<List<String>> models, Mono<Map<String, Object>> spendingLimits) {

	}

}
