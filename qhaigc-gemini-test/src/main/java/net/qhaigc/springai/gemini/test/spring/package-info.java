/**
 * The gateway as a bean in tests with Spring. Needs Spring's test context framework.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.spring;

import org.jspecify.annotations.NullMarked;
