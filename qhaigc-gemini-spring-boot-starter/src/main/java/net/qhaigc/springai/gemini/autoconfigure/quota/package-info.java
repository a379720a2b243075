/**
 * Auto-configuration for the quotas under {@code qhaigc.quota} and the budget under
 * {@code qhaigc.budget}. The requests, tokens and costs of the clients are counted in
 * memory, or in a store that the instances of an application share.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.quota;

import org.jspecify.annotations.NullMarked;
