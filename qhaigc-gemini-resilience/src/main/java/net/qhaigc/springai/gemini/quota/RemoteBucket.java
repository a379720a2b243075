package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import org.jspecify.annotations.Nullable;

/**
 * A bucket in a store. The first operation connects to the store. Concurrent operations
 * of one instance of the application are sent to the store as a batch. The store uses
 * compare-and-swap, so concurrent operations that are sent individually would force each
 * other to be repeated.
 */
final class RemoteBucket {

	private final BucketStore store;

	private final String key;

	private final Supplier<BucketConfiguration> configuration;

	private volatile @Nullable AsyncBucketProxy bucket;

	RemoteBucket(BucketStore store, String key, Supplier<BucketConfiguration> configuration) {
		this.store = store;
		this.key = key;
		this.configuration = configuration;
	}

	<T> CompletableFuture<T> run(Function<AsyncBucketProxy, CompletableFuture<T>> operation) {
		AsyncBucketProxy connected = this.bucket;
		return (connected != null) ? operation.apply(connected) : this.store.connect().thenCompose((manager) -> {
			AsyncBucketProxy proxy = manager.asAsync()
				.builder()
				.withOptimization(Optimizations.batching())
				.build(this.key, () -> CompletableFuture.completedFuture(this.configuration.get()));
			this.bucket = proxy;
			return operation.apply(proxy);
		});
	}

}
