package net.qhaigc.springai.gemini.autoconfigure;

import org.springframework.ai.model.ApiKey;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the gateway is and who asks. A bean of this type takes the place of the
 * properties {@code qhaigc.base-url} and {@code qhaigc.api-key}.
 */
public interface QhaigcConnectionDetails extends ConnectionDetails {

	/**
	 * Where the gateway is.
	 * @return an http or https URL, with or without a path
	 */
	String getBaseUrl();

	/**
	 * The key of the account. Its value is asked for once per attempt, so that it may
	 * change at any time.
	 * @return the key
	 * @throws IllegalStateException if there is none
	 */
	ApiKey getApiKey();

}
