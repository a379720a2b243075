package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * The budget that all clients share. A bean of this type exists only if a budget is
 * configured. This type does not implement {@link RequestQuota}, since a
 * {@code RequestQuota} bean replaces the quotas under {@code qhaigc.quota}.
 */
public interface ClientBudget {

	/**
	 * Return the budget as a quota that applies to each client in addition to the
	 * client's own quota.
	 * @return the quota
	 */
	RequestQuota quota();

}
