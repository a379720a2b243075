/**
 * A chat model whose routes are other chat models. It sends each request to the first
 * available route. If that route fails before its response has begun, for example because
 * the connection fails or the API key is rejected, the request continues with the next
 * route. Each route has a circuit breaker. While its circuit is open after failures, the
 * route is skipped.
 */
@NullMarked
package net.qhaigc.springai.gemini.failover;

import org.jspecify.annotations.NullMarked;
