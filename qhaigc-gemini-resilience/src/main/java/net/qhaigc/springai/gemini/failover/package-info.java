/**
 * A chat model that continues with the next one if a model, its connection or its API key
 * fails.
 */
@NullMarked
package net.qhaigc.springai.gemini.failover;

import org.jspecify.annotations.NullMarked;
