/**
 * Support for the gateway in Spring's TestContext framework, and a stand-in gateway for
 * applications that run without an API key.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.spring;

import org.jspecify.annotations.NullMarked;
