/**
 * The client of the gateway. It sends requests over HTTP, and returns responses or fails
 * with a {@code QhaigcTransientException} or a {@code QhaigcNonTransientException}.
 * {@link QhaigcClient} is the entry point. The types that the methods of
 * {@code QhaigcClient} use are public too, and so are the interfaces that an application
 * can implement and the types that the methods of these interfaces use. The last public
 * type is {@code RoundRobinApiKey}, which alternates between several API keys. All other
 * types are internal.
 * <p>
 * {@code WebClientQhaigcClient} sends a request, {@code RetryingQhaigcClient} retries it
 * and {@code MeteredQhaigcClient} measures it. An {@code Exchange} is one attempt, an
 * {@code OutgoingRequest} is the HTTP request of an attempt, and {@code RequestBytes} is
 * the encoded body. {@code ClientSettings} contains the settings that
 * {@code QhaigcClientBuilder} validates, and {@code GatewayUris} contains the URIs.
 * {@code PooledWebClient} creates Spring's {@code WebClient} and the connection pool that
 * it uses.
 * <p>
 * An {@code InactivityTimeout} ends an exchange when the gateway sends nothing for too
 * long. A {@code Cancellation} cancels an exchange on the event loop of its connection. A
 * {@code RequestQuota} of the application can delay any attempt, and {@code QuotaUse}
 * reports to this quota how many tokens the attempt has used.
 * <p>
 * The package {@code retry} decides when requests are sent and retried, and
 * {@code scheduling} contains the threads and the clock of a client. The package
 * {@code connection} ensures that each response is delivered to its own request,
 * {@code body} reads the bytes of responses, and {@code error} maps each failure to one
 * of two exceptions.
 */
@NullMarked
package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.NullMarked;
