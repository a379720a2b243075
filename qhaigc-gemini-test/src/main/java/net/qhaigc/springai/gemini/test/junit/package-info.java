/**
 * The JUnit Jupiter extension that starts the gateway.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.junit;

import org.jspecify.annotations.NullMarked;
