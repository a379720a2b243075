/**
 * AssertJ assertions for the gateway and for the requests that it received.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.assertj;

import org.jspecify.annotations.NullMarked;
