/**
 * Observations of chat models according to OpenTelemetry's semantic conventions for
 * generative AI. The entry points are {@code OpenTelemetryChatObservationConvention} and
 * {@code OpenTelemetryHandlers}, whose handlers record the metrics and spans of the
 * convention. {@code EstimatedCostHandler} works with any convention.
 */
@NullMarked
package net.qhaigc.springai.gemini.observation;

import org.jspecify.annotations.NullMarked;
