/**
 * Auto-configuration for observations that follow OpenTelemetry's semantic conventions.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
