package net.qhaigc.springai.gemini.quota;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;

/**
 * Stores buckets in memory, and can fail or respond late.
 */
final class TestBucketStore extends AbstractCompareAndSwapBasedProxyManager<String> {

	private static final CompletableFuture<Void> AVAILABLE = CompletableFuture.completedFuture(null);

	private final Map<String, byte[]> states = new ConcurrentHashMap<>();

	private volatile CompletableFuture<Void> response = AVAILABLE;

	TestBucketStore(LongSupplier nanoTime) {
		super(ClientSideConfig.getDefault().withClientClock(new NanoTime(nanoTime)));
	}

	/** Respond to operations only after {@link #respond()}. */
	void delay() {
		this.response = new CompletableFuture<>();
	}

	/** Fail operations until {@link #respond()}. */
	void fail() {
		this.response = CompletableFuture.failedFuture(new IllegalStateException("The store failed"));
	}

	/** Respond to operations, including those that are waiting. */
	void respond() {
		CompletableFuture<Void> delayed = this.response;
		this.response = AVAILABLE;
		delayed.complete(null);
	}

	@Override
	protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
		Map<String, byte[]> map = this.states;
		CompletableFuture<Void> ready = this.response;
		return new AsyncCompareAndSwapOperation() {

			@Override
			public CompletableFuture<Optional<byte[]>> getStateData(Optional<Long> timeoutNanos) {
				return ready.thenApply((nothing) -> Optional.ofNullable(map.get(key)));
			}

			@Override
			public CompletableFuture<Boolean> compareAndSwap(byte[] original, byte[] changed, RemoteBucketState state,
					Optional<Long> timeoutNanos) {
				boolean swapped = (original != null) ? map.replace(key, original, changed)
						: map.putIfAbsent(key, changed) == null;
				return CompletableFuture.completedFuture(swapped);
			}

		};
	}

	@Override
	protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void removeProxy(String key) {
		this.states.remove(key);
	}

	@Override
	protected CompletableFuture<Void> removeAsync(String key) {
		removeProxy(key);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public boolean isAsyncModeSupported() {
		return true;
	}

	private record NanoTime(LongSupplier nanoTime) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.nanoTime.getAsLong();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
