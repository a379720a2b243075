package net.qhaigc.springai.gemini.benchmarks.client;

import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/**
 * The transports that are measured in addition to HTTP/1.1 without TLS or compression.
 * They are measured with the client of this project, and with all baselines except
 * {@link ClientKind#WEB_CLIENT}. All of these clients use Reactor Netty's
 * {@code HttpClient} with the same configuration.
 */
public enum Transport {

	/** HTTP/1.1 with the TLS of the JDK. */
	TLS((client) -> client.protocol(HttpProtocol.HTTP11)
		.secure((spec) -> spec.sslContext(sslContext(SslProvider.JDK, ApplicationProtocolNames.HTTP_1_1)))),

	/**
	 * HTTP/1.1 with the TLS of OpenSSL, whose native library must be on the classpath.
	 */
	OPENSSL((client) -> client.protocol(HttpProtocol.HTTP11)
		.secure((spec) -> spec.sslContext(sslContext(SslProvider.OPENSSL, ApplicationProtocolNames.HTTP_1_1)))),

	/** HTTP/2 with the TLS of the JDK. */
	HTTP2((client) -> client.protocol(HttpProtocol.H2)
		.secure((spec) -> spec.sslContext(sslContext(SslProvider.JDK, ApplicationProtocolNames.HTTP_2)))),

	/** HTTP/1.1 with compressed responses. */
	GZIP((client) -> client.compress(true));

	private final UnaryOperator<HttpClient> configuration;

	Transport(UnaryOperator<HttpClient> configuration) {
		this.configuration = configuration;
	}

	/**
	 * Create an SSL context that trusts any certificate, since the server creates its own
	 * certificate when it starts.
	 */
	private static SslContext sslContext(SslProvider provider, String protocol) {
		try {
			return SslContextBuilder.forClient()
				.sslProvider(provider)
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
						ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
						ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, protocol))
				.build();
		}
		catch (SSLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Create the clients that are measured with this transport.
	 * @param baseUrl the URL of the server, without a path
	 * @param connections the maximum number of connections
	 * @return the clients by kind
	 */
	public Map<ClientKind, MeasuredClient> createClients(String baseUrl, int connections) {
		Map<ClientKind, MeasuredClient> clients = new EnumMap<>(ClientKind.class);
		clients.put(ClientKind.RAW, new RawNettyBaseline(baseUrl, connections, this.configuration));
		clients.put(ClientKind.HANDWRITTEN, new HandwrittenBaseline(baseUrl, connections, this.configuration));
		clients.put(ClientKind.WEB_CLIENT_JSON, WebClientBaseline.withJson(baseUrl, connections, this.configuration));
		clients.put(ClientKind.QHAIGC, new QhaigcModelClient(baseUrl, connections, this.configuration));
		return clients;
	}

}
