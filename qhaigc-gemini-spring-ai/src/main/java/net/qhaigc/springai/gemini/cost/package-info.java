/**
 * Prices of models, and the estimated costs of responses.
 * {@link net.qhaigc.springai.gemini.cost.Prices} finds the price of a model.
 */
@NullMarked
package net.qhaigc.springai.gemini.cost;

import org.jspecify.annotations.NullMarked;
