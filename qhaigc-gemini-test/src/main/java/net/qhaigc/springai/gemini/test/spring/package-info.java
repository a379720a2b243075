/**
 * Starts a {@link net.qhaigc.springai.gemini.test.QhaigcGateway} for tests that use
 * Spring's TestContext framework, and for applications that run without an API key.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.spring;

import org.jspecify.annotations.NullMarked;
