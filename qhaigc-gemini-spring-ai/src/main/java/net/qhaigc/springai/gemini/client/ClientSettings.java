package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.StatusRules;
import net.qhaigc.springai.gemini.client.retry.RetrySettings;
import net.qhaigc.springai.gemini.client.scheduling.ClientClock;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;

/**
 * The settings of a client. {@link QhaigcClientBuilder} validates them and defines their
 * defaults.
 *
 * @param timeouts the timeouts
 * @param pool the connection pool
 * @param retries the limits of retries
 * @param statusRules the statuses that the user declared transient or permanent
 * @param maxResponseSize the maximum size of a response or an event, in bytes
 * @param followRedirects whether redirects to the same origin are followed
 * @param wireLog whether requests and responses are logged
 * @param maxConcurrentRequests the maximum number of requests in progress; zero for no
 * limit
 * @param quota decides when requests can be sent; null if there is no quota
 * @param schedulers the threads of the client, and its clock
 * @param running the requests that have not ended
 */
record ClientSettings(Timeouts timeouts, Pool pool, RetrySettings retries, StatusRules statusRules,
		long maxResponseSize, boolean followRedirects, boolean wireLog, int maxConcurrentRequests,
		@Nullable RequestQuota quota, ClientSchedulers schedulers, RunningRequests running) {

	/** Return the clock of the timeouts and retries. */
	ClientClock clock() {
		return this.schedulers.clock();
	}

	/** Return the default settings. */
	static ClientSettings defaults() {
		return new QhaigcClientBuilder().settings();
	}

	/**
	 * The timeouts; zero means no timeout.
	 *
	 * @param connect until a connection is established
	 * @param response until the response begins
	 * @param streamIdle between two reads of the response
	 * @param call until a call has ended, including its retries
	 */
	record Timeouts(Duration connect, Duration response, Duration streamIdle, Duration call) {

	}

	/**
	 * The connection pool; a time of zero means no limit.
	 *
	 * @param maxConnections the maximum number of connections
	 * @param maxPending the maximum number of requests that wait for a connection
	 * @param maxIdleTime the maximum idle time of a connection
	 * @param maxLifeTime the maximum lifetime of a connection
	 */
	record Pool(int maxConnections, int maxPending, Duration maxIdleTime, Duration maxLifeTime) {

	}

}
