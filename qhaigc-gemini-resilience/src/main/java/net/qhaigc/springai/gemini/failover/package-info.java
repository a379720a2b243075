/**
 * A chat model that has several chat models as its routes, and continues with the next
 * route if a model, its connection or its API key fails. Each route has a circuit
 * breaker, which skips the route for some time after failures.
 */
@NullMarked
package net.qhaigc.springai.gemini.failover;

import org.jspecify.annotations.NullMarked;
