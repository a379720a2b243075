package net.qhaigc.springai.gemini.autoconfigure;

import org.springframework.ai.model.ApiKey;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Details required to establish a connection to the Qhaigc gateway. A bean of this type
 * replaces the properties {@code qhaigc.base-url}, {@code qhaigc.api-key} and
 * {@code qhaigc.api-keys}.
 */
public interface QhaigcConnectionDetails extends ConnectionDetails {

	/**
	 * Return the base URL of the gateway.
	 * @return an http or https URL, with or without a path
	 */
	String getBaseUrl();

	/**
	 * Return the API key of the account. The value of the key is read for each attempt to
	 * send a request, so it can change at any time.
	 * @return the API key
	 * @throws IllegalStateException if there is no API key
	 */
	ApiKey getApiKey();

	/**
	 * Return where the API key comes from, for messages that ask users to check it.
	 * @return the name of a property, or a description of another source; by default, a
	 * description of the bean of this type
	 */
	default String getApiKeySource() {
		return "the QhaigcConnectionDetails bean";
	}

}
