package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.distributed.proxy.ProxyManager;

/**
 * A store of Bucket4j buckets, which several instances of an application share. An
 * application can start before the store is available.
 */
@FunctionalInterface
public interface BucketStore {

	/**
	 * Connect to the store, or return the existing connection. This method is called when
	 * a quota or budget is created, and for the first operation on each bucket. If the
	 * future fails, this method is called again for the next operation on the bucket.
	 * @return a future with the proxy manager of the store. The proxy manager must
	 * support the asynchronous mode, and the caller does not close it. The future fails
	 * if the store is not available
	 */
	CompletableFuture<ProxyManager<String>> connect();

	/**
	 * Return a store that is already connected.
	 * @param proxyManager the proxy manager, which must support the asynchronous mode
	 * @return the store
	 */
	static BucketStore of(ProxyManager<String> proxyManager) {
		CompletableFuture<ProxyManager<String>> connected = CompletableFuture.completedFuture(proxyManager);
		return () -> connected;
	}

}
