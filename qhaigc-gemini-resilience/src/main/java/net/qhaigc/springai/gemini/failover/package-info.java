/**
 * A chat model that continues with another one if a model, its connection or its API key
 * fails. These models are its routes. Each has a circuit breaker, which skips it for some
 * time after failures.
 */
@NullMarked
package net.qhaigc.springai.gemini.failover;

import org.jspecify.annotations.NullMarked;
