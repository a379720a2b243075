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
	 * Return the store. It is called for each operation until it succeeds.
	 * @return the store, which supports the asynchronous mode and is closed by its owner;
	 * a failure is one of the store
	 */
	CompletableFuture<ProxyManager<String>> connect();

}
