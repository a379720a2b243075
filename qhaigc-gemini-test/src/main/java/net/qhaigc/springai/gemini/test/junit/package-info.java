/**
 * The JUnit Jupiter extension that starts the gateway, and tests that check the
 * conformance of a gateway.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.junit;

import org.jspecify.annotations.NullMarked;
