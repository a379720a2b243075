/**
 * The JUnit Jupiter extension that starts a stand-in gateway, and JUnit tests for the
 * conformance of any gateway.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.junit;

import org.jspecify.annotations.NullMarked;
