/**
 * The code of the page on testing.
 */
@NullMarked
package net.qhaigc.springai.gemini.docs.testing;

import org.jspecify.annotations.NullMarked;
