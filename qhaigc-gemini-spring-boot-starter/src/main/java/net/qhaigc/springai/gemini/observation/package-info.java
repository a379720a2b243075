/**
 * Observations of chat models by OpenTelemetry's semantic conventions for generative AI.
 * The entry points are the convention and {@code OpenTelemetryHandlers}, which record
 * metrics and spans by it.
 */
@NullMarked
package net.qhaigc.springai.gemini.observation;

import org.jspecify.annotations.NullMarked;
