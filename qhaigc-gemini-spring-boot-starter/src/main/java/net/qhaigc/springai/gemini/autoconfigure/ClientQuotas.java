package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * Creates the quotas of clients. A bean of this type exists only if a quota is
 * configured.
 */
public interface ClientQuotas {

	/**
	 * Create the quota of a client.
	 * @param name the name of the client in metrics
	 * @param properties the properties of the client
	 * @param connectionDetails the connection, from which the name of a shared quota is
	 * derived
	 * @return the quota; null if the properties set no limit
	 * @throws IllegalArgumentException if a property has an invalid value
	 */
	@Nullable RequestQuota create(String name, QhaigcQuotaProperties properties, QhaigcConnectionDetails connectionDetails);

}
