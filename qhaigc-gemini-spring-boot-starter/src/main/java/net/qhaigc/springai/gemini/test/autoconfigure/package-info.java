/**
 * Support for testing applications with the stand-in gateway: a slice of Spring Boot, and
 * chat clients without Spring. Requires {@code qhaigc-gemini-test} on the classpath of
 * the tests.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
