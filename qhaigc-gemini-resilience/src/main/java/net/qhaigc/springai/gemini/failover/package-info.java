/**
 * A chat model whose routes are other chat models. It sends each request to the first
 * available route. If a model or its connection fails, or its API key is rejected, the
 * request continues with the next route. Each route has a circuit breaker. While its
 * circuit is open after failures, the route is skipped.
 */
@NullMarked
package net.qhaigc.springai.gemini.failover;

import org.jspecify.annotations.NullMarked;
