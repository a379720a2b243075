/**
 * The client of the gateway: requests are sent over HTTP, and responses or one of two
 * exceptions are received. {@link QhaigcClient} is the API; everything else is internal.
 * <p>
 * {@code WebClientQhaigcClient} sends a request, {@code RetryingQhaigcClient} retries it
 * and {@code MeteredQhaigcClient} measures it. An {@code Exchange} is one attempt. An
 * {@code OutgoingRequest} is the HTTP request of it, and {@code RequestBytes} the encoded
 * body. {@code ClientSettings} are what {@code QhaigcClientBuilder} sets, and
 * {@code Endpoints} the URIs. {@code WebClients} creates Spring's web client with its
 * connection pool.
 * <p>
 * A {@code TimeLimit} ends an exchange after a time, {@code InactivityTimeout} when the
 * gateway sends nothing and {@code Cancellation} when the subscriber cancels it. The
 * {@code ClientClock} is the time of all of them, and {@code ClientSchedulers} are their
 * threads, each of them a {@code ClientExecutor}. {@code RetryExecution} is the state of
 * the retries of one call. {@code Admission} decides when requests are sent: a
 * {@code Throttle} is what those of one API key and model share, with their
 * {@code RetryBudget}, and a {@code ConcurrencyLimit} bounds their number. A
 * {@code RequestQuota} of the application can delay each attempt, and {@code QuotaUse}
 * reports to it what the attempt has used.
 * <p>
 * The package {@code connection} keeps the responses on a connection apart, {@code body}
 * reads their bytes, and {@code error} maps what failed to one of two exceptions.
 */
@NullMarked
package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.NullMarked;
