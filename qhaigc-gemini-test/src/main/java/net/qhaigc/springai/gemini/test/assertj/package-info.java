/**
 * Assertions for AssertJ on the requests that the gateway received.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.assertj;

import org.jspecify.annotations.NullMarked;
