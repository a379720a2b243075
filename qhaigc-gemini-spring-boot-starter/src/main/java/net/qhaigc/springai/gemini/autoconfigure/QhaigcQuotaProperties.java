package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the quota of a client. By default, there are no limits.
 */
public class QhaigcQuotaProperties {

	/**
	 * Maximum number of requests in any minute, including retries and the requests that
	 * send tool results to the model. 0 means no limit.
	 */
	private long requestsPerMinute;

	/**
	 * Maximum number of tokens per minute. The tokens of a request are estimated before
	 * it is sent, and corrected when the response reports its usage. 0 means no limit.
	 */
	private long tokensPerMinute;

	/**
	 * Maximum number of requests in progress. A request that exceeds it waits for up to
	 * 'qhaigc.quota.max-wait', and then fails. 0 means no limit.
	 */
	private int concurrentRequests;

	/**
	 * Maximum time that a request waits for quota, without blocking a thread. A request
	 * that would have to wait longer fails.
	 */
	private Duration maxWait = Duration.ofSeconds(10);

	/**
	 * Store of all quotas and budgets. Defaults to a BucketStore bean, or a ProxyManager
	 * bean of Bucket4j, if there is one, else to the memory of each instance. 'redis'
	 * requires Spring Data Redis with Lettuce, and com.bucket4j:bucket4j_jdk17-lettuce.
	 */
	private @Nullable Store store;

	/**
	 * What happens to requests while the store of quotas and budgets is not available.
	 */
	private StoreFailurePolicy whenStoreFails = StoreFailurePolicy.ALLOW;

	/**
	 * Maximum number of tenants (keys that a QuotaKeyResolver returns) whose quotas and
	 * budgets are kept in memory. If there are more tenants, the quotas and budgets of
	 * the least recently used one are removed.
	 */
	private int maxTenants = 10_000;

	public long getRequestsPerMinute() {
		return this.requestsPerMinute;
	}

	public void setRequestsPerMinute(long requestsPerMinute) {
		this.requestsPerMinute = requestsPerMinute;
	}

	public long getTokensPerMinute() {
		return this.tokensPerMinute;
	}

	public void setTokensPerMinute(long tokensPerMinute) {
		this.tokensPerMinute = tokensPerMinute;
	}

	public int getConcurrentRequests() {
		return this.concurrentRequests;
	}

	public void setConcurrentRequests(int concurrentRequests) {
		this.concurrentRequests = concurrentRequests;
	}

	public Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(Duration maxWait) {
		this.maxWait = maxWait;
	}

	public @Nullable Store getStore() {
		return this.store;
	}

	public void setStore(@Nullable Store store) {
		this.store = store;
	}

	public StoreFailurePolicy getWhenStoreFails() {
		return this.whenStoreFails;
	}

	public void setWhenStoreFails(StoreFailurePolicy whenStoreFails) {
		this.whenStoreFails = whenStoreFails;
	}

	public int getMaxTenants() {
		return this.maxTenants;
	}

	public void setMaxTenants(int maxTenants) {
		this.maxTenants = maxTenants;
	}

	/**
	 * Where quotas and budgets are stored.
	 */
	public enum Store {

		/** In the memory of each instance of the application. */
		MEMORY,

		/** In Redis, which the instances share. */
		REDIS

	}

	/**
	 * What happens to requests while the store is not available.
	 */
	public enum StoreFailurePolicy {

		/** Requests are sent without the limits that depend on the store. */
		ALLOW,

		/** Requests fail with a transient exception. */
		REFUSE

	}

}
