package net.qhaigc.springai.gemini.autoconfigure;

import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import net.qhaigc.springai.gemini.quota.BucketStore;

/**
 * The store of quotas and budgets that the application defines.
 */
final class SharedStore {

	private SharedStore() {
	}

	/** Return the store; null if quotas and budgets are in memory. */
	static @Nullable BucketStore of(ObjectProvider<BucketStore> store,
			ObjectProvider<ProxyManager<String>> proxyManager) {
		BucketStore bean = store.getIfUnique();
		ProxyManager<String> manager = (bean != null) ? null : proxyManager.getIfUnique();
		return (manager != null) ? () -> CompletableFuture.completedFuture(manager) : bean;
	}

}
