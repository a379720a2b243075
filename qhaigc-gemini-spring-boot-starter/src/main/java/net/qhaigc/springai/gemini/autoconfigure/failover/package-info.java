/**
 * Auto-configuration for failover between chat models, with circuit breakers.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.failover;

import org.jspecify.annotations.NullMarked;
