/**
 * Prices of models, and the costs of responses that are estimated from them.
 * {@link net.qhaigc.springai.gemini.cost.Prices} finds the price of a model.
 */
@NullMarked
package net.qhaigc.springai.gemini.cost;

import org.jspecify.annotations.NullMarked;
