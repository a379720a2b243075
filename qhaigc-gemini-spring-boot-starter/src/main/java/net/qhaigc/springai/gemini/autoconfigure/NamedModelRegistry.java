package net.qhaigc.springai.gemini.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.ai.model.ApiKey;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Makes the models that are configured by name. Those with equal connections share one
 * client.
 */
final class NamedModelRegistry implements DisposableBean {

	private final NamedModelReader reader;

	private final QhaigcConnectionDetails connection;

	private final ObjectProvider<QhaigcClient> client;

	private final QhaigcClientFactory clients;

	private final ChatModelFactory models;

	private final Map<Map<String, String>, QhaigcClient> shared = new HashMap<>();

	NamedModelRegistry(NamedModelReader reader, QhaigcConnectionDetails connection, ObjectProvider<QhaigcClient> client,
			QhaigcClientFactory clients, ChatModelFactory models) {
		this.reader = reader;
		this.connection = connection;
		this.client = client;
		this.clients = clients;
		this.models = models;
	}

	/**
	 * Makes a model. The bean definitions of {@link NamedModelRegistrar} call it.
	 * @throws ConfigurationException if its properties cannot be used
	 */
	QhaigcGeminiChatModel create(String name) {
		try {
			return this.models.create(client(name), this.reader.chat(name).toOptions(this.reader.connection(name)));
		}
		catch (ConfigurationException ex) {
			throw ex.in("qhaigc.models." + name);
		}
	}

	/** The client of a model. */
	synchronized QhaigcClient client(String name) {
		Map<String, String> keys = this.reader.connectionKeys(name);
		QhaigcClient inherited = keys.equals(this.reader.connectionKeys()) ? this.client.getIfUnique() : null;
		return (inherited != null) ? inherited : this.shared.computeIfAbsent(keys, (any) -> {
			QhaigcProperties properties = this.reader.connection(name);
			return this.clients.create(properties, new NamedConnectionDetails(name, properties));
		});
	}

	/** Closes the connections that are not the application's own client's. */
	@Override
	public synchronized void destroy() {
		this.shared.values().forEach(QhaigcClient::close);
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
			return source("base-url").getBaseUrl();
		}

		@Override
		public ApiKey getApiKey() {
			return source("api-key").getApiKey();
		}

		private QhaigcConnectionDetails source(String property) {
			return NamedModelRegistry.this.reader.gives(this.name, property)
					? new PropertiesQhaigcConnectionDetails(this.properties, null) : NamedModelRegistry.this.connection;
		}

	}

}
