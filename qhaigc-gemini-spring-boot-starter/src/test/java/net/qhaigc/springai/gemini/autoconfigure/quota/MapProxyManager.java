package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;

/**
 * A {@code ProxyManager} of Bucket4j that stores buckets in a map, and that several
 * application contexts can share.
 */
final class MapProxyManager extends AbstractCompareAndSwapBasedProxyManager<String> {

	private final Map<String, byte[]> states = new ConcurrentHashMap<>();

	MapProxyManager() {
		super(ClientSideConfig.getDefault());
	}

	@Override
	protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
		Map<String, byte[]> map = this.states;
		return new AsyncCompareAndSwapOperation() {

			@Override
			public CompletableFuture<Optional<byte[]>> getStateData(Optional<Long> timeoutNanos) {
				return CompletableFuture.completedFuture(Optional.ofNullable(map.get(key)));
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

}
