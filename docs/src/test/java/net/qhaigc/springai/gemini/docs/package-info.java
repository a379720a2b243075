/**
 * Tests that contain the code shown in the documentation, and tests that verify the
 * documentation against the code.
 */
@NullMarked
package net.qhaigc.springai.gemini.docs;

import org.jspecify.annotations.NullMarked;
