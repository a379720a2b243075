/**
 * Auto-configuration that limits what clients may use: the quotas under
 * {@code qhaigc.quota} and the budget under {@code qhaigc.budget}, in memory or in a
 * store that instances share.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.quota;

import org.jspecify.annotations.NullMarked;
