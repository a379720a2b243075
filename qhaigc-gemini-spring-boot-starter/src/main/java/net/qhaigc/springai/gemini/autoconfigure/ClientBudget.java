package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * The budget that all clients share. Such a bean exists only if a budget is configured.
 * It is not a {@link RequestQuota} bean itself, since such a bean replaces the quotas
 * under {@code qhaigc.quota}.
 */
public interface ClientBudget {

	/**
	 * Return the budget as a quota, which each client has in addition to its own.
	 * @return the quota
	 */
	RequestQuota quota();

}
