/**
 * Observations of chat models according to OpenTelemetry's semantic conventions for
 * generative AI. The entry points are the convention, and {@code OpenTelemetryHandlers},
 * whose handlers record its metrics and spans.
 */
@NullMarked
package net.qhaigc.springai.gemini.observation;

import org.jspecify.annotations.NullMarked;
