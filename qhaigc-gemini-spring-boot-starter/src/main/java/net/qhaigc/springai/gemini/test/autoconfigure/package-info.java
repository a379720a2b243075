/**
 * Support for testing applications with the stand-in gateway: a Spring Boot test slice,
 * and chat clients for tests without a Spring context. Requires
 * {@code qhaigc-gemini-test} on the classpath of the tests.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
