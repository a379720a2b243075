/**
 * Auto-configuration for observations by OpenTelemetry's semantic conventions.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
