package net.qhaigc.springai.gemini.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.ai.model.ApiKey;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Creates the models under {@code qhaigc.models}. Models with equal connection properties
 * share one client.
 */
final class NamedModelRegistry implements DisposableBean {

	private final NamedModelReader reader;

	private final QhaigcConnectionDetails connectionDetails;

	private final ObjectProvider<QhaigcClient> client;

	private final QhaigcClientFactory clientFactory;

	private final ChatModelFactory chatModelFactory;

	private final Map<Map<String, String>, QhaigcClient> sharedClients = new HashMap<>();

	NamedModelRegistry(NamedModelReader reader, QhaigcConnectionDetails connectionDetails,
			ObjectProvider<QhaigcClient> client, QhaigcClientFactory clientFactory, ChatModelFactory chatModelFactory) {
		this.reader = reader;
		this.connectionDetails = connectionDetails;
		this.client = client;
		this.clientFactory = clientFactory;
		this.chatModelFactory = chatModelFactory;
	}

	/**
	 * Create a model. Called by the bean definitions of {@link NamedModelRegistrar}.
	 * @throws ConfigurationException if a property of the model is invalid
	 */
	QhaigcGeminiChatModel create(String name) {
		try {
			QhaigcProperties properties = this.reader.properties(name);
			return this.chatModelFactory.create(client(name), this.reader.chatProperties(name).toOptions(properties),
					new NamedConnectionDetails(name, properties).getBaseUrl());
		}
		catch (ConfigurationException ex) {
			throw ex.withPrefix("qhaigc.models." + name);
		}
	}

	/** Return the client of a model. */
	synchronized QhaigcClient client(String name) {
		Map<String, String> connection = this.reader.connectionProperties(name);
		QhaigcClient inherited = connection.equals(this.reader.connectionProperties()) ? this.client.getIfUnique()
				: null;
		return (inherited != null) ? inherited : this.sharedClients.computeIfAbsent(connection, (key) -> {
			QhaigcProperties properties = this.reader.properties(name);
			return this.clientFactory.create(name, properties, new NamedConnectionDetails(name, properties));
		});
	}

	/**
	 * Close the clients of {@link #sharedClients}. The context closes the client bean.
	 */
	@Override
	public synchronized void destroy() {
		this.sharedClients.values().forEach(QhaigcClient::close);
	}

	private final class NamedConnectionDetails implements QhaigcConnectionDetails {

		private final String name;

		private final QhaigcProperties properties;

		private NamedConnectionDetails(String name, QhaigcProperties properties) {
			this.name = name;
			this.properties = properties;
		}

		@Override
		public String getBaseUrl() {
			return ownOrDefaultDetails(isSet("base-url")).getBaseUrl();
		}

		@Override
		public ApiKey getApiKey() {
			return ownOrDefaultDetails(hasOwnApiKey()).getApiKey();
		}

		@Override
		public String getApiKeySource() {
			String property = isSet("api-keys") ? ".api-keys" : ".api-key";
			return hasOwnApiKey() ? "qhaigc.models." + this.name + property
					: NamedModelRegistry.this.connectionDetails.getApiKeySource();
		}

		private boolean hasOwnApiKey() {
			return isSet("api-key") || isSet("api-keys");
		}

		private QhaigcConnectionDetails ownOrDefaultDetails(boolean own) {
			return own ? new PropertiesQhaigcConnectionDetails(this.properties, null, false)
					: NamedModelRegistry.this.connectionDetails;
		}

		private boolean isSet(String property) {
			return NamedModelRegistry.this.reader.isSet(this.name, property);
		}

	}

}
