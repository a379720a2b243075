/**
 * Observations of chat models according to OpenTelemetry's semantic conventions for
 * generative AI. The entry points are {@code OpenTelemetryChatObservationConvention} and
 * {@code OpenTelemetryHandlers}, whose handlers record the metrics and spans that the
 * semantic conventions specify. {@code EstimatedCostHandler} works with any observation
 * convention.
 */
@NullMarked
package net.qhaigc.springai.gemini.observation;

import org.jspecify.annotations.NullMarked;
