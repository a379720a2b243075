/**
 * A strict in-process stand-in for the Qhaigc gateway.
 */
@NullMarked
package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.NullMarked;
