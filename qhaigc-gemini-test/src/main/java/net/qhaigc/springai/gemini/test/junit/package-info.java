/**
 * The gateway for tests with JUnit. Needs JUnit Jupiter.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.junit;

import org.jspecify.annotations.NullMarked;
