/**
 * The code that {@code docs/testing.md} shows.
 */
@NullMarked
package net.qhaigc.springai.gemini.docs.testing;

import org.jspecify.annotations.NullMarked;
