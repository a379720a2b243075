/**
 * Auto-configuration for estimated costs, based on the prices under
 * {@code qhaigc.prices}.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.cost;

import org.jspecify.annotations.NullMarked;
