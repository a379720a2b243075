/**
 * The code that the documentation shows, as tests that run it, and the tests that keep
 * the documentation true.
 */
@NullMarked
package net.qhaigc.springai.gemini.docs;

import org.jspecify.annotations.NullMarked;
