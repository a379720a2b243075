/**
 * Reports configuration mistakes at startup: failure analyzers, and checks of properties
 * that have no effect.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
