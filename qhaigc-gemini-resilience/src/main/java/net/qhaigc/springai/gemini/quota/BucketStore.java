package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.distributed.proxy.ProxyManager;

/**
 * A store of buckets that may not be available yet, so that an application can start
 * without it.
 */
@FunctionalInterface
public interface BucketStore {

	/**
	 * Return the store. This method is called for each operation until the store is
	 * available.
	 * @return the store, which supports the asynchronous mode and is closed by its owner;
	 * if the future fails, the store is not available
	 */
	CompletableFuture<ProxyManager<String>> connect();

	/**
	 * Return a store that is available.
	 * @param store a store of Bucket4j that supports the asynchronous mode
	 * @return the store
	 */
	static BucketStore of(ProxyManager<String> store) {
		CompletableFuture<ProxyManager<String>> connected = CompletableFuture.completedFuture(store);
		return () -> connected;
	}

}
