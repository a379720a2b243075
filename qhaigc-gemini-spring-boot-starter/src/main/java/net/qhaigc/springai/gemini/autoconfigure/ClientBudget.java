package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * The budget that all clients share. There is such a bean only if a budget is configured;
 * it is not a {@link RequestQuota} itself, which would replace the quotas.
 */
public interface ClientBudget {

	/**
	 * Return the budget as a quota, which each client has in addition to its own.
	 * @return the quota
	 */
	RequestQuota quota();

}
