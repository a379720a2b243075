package net.qhaigc.springai.gemini.quota;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Amounts to add to the counters of a store when the store is available again. Amounts
 * for the same counter are combined, so that the number of amounts stays small even if
 * the store fails for a long time.
 */
final class PendingAdditions {

	static final int MAX_COUNTERS = 10_000;

	private static final Log logger = LogFactory.getLog(BucketRequestQuota.class);

	private final Map<Object, Addition> additions = new LinkedHashMap<>();

	private boolean limitReported;

	/**
	 * Add an amount to the pending amount for the same counter. If the sum is 0, nothing
	 * remains to be sent.
	 */
	synchronized void add(Object counter, Addition addition) {
		if (this.additions.size() < MAX_COUNTERS || this.additions.containsKey(counter)) {
			this.additions.merge(counter, addition, Addition::plus);
		}
		else if (!this.limitReported) {
			this.limitReported = true;
			logger.warn("The quota store is not available, and amounts for more than %d counters are pending. "
				.formatted(MAX_COUNTERS) + "Amounts for additional counters are discarded");
		}
	}

	/**
	 * Remove up to the given number of amounts, the oldest ones first, and pass them to
	 * the sender.
	 */
	void send(int max, BiConsumer<Object, Addition> sender) {
		take(max).forEach(sender);
	}

	private synchronized Map<Object, Addition> take(int max) {
		Map<Object, Addition> taken = new LinkedHashMap<>();
		Iterator<Map.Entry<Object, Addition>> entries = this.additions.entrySet().iterator();
		while (entries.hasNext() && taken.size() < max) {
			Map.Entry<Object, Addition> entry = entries.next();
			taken.put(entry.getKey(), entry.getValue());
			entries.remove();
		}
		this.limitReported = false;
		return taken;
	}

	/**
	 * An amount to add to a counter.
	 *
	 * @param amount the amount, which can be negative
	 * @param operation adds an amount to the counter
	 */
	record Addition(long amount, LongFunction<CompletableFuture<?>> operation) {

		/** Return the sum; null if it is 0, which a store does not accept. */
		@Nullable Addition plus(Addition other) {
			long sum = this.amount + other.amount;
			return (sum != 0) ? new Addition(sum, other.operation) : null;
		}

		CompletableFuture<?> send() {
			try {
				return this.operation.apply(this.amount);
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

	}

}
