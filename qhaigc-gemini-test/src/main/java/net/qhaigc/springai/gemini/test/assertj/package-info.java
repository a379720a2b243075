/**
 * Assertions on what the gateway received, in AssertJ's style. Needs AssertJ.
 */
@NullMarked
package net.qhaigc.springai.gemini.test.assertj;

import org.jspecify.annotations.NullMarked;
