package net.qhaigc.springai.gemini.benchmarks.peer;

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
 * How requests are sent by the clients whose {@code HttpClient} of Reactor Netty can be
 * configured. The other clients are not measured, since their HTTP clients are configured
 * in different ways.
 */
public enum Transport {

	/** HTTP/1.1 with the TLS of the JDK. */
	TLS((client) -> client.protocol(HttpProtocol.HTTP11)
		.secure((spec) -> spec.sslContext(sslContext(SslProvider.JDK, ApplicationProtocolNames.HTTP_1_1)))),

	/** HTTP/1.1 with the TLS of OpenSSL, which must be on the classpath. */
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
	 * when it starts.
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
	 * Create the clients.
	 * @param baseUrl the URL of the server, without a path
	 * @param connections the maximum number of connections
	 * @return the clients
	 */
	public Map<PeerKind, Peer> create(String baseUrl, int connections) {
		Map<PeerKind, Peer> peers = new EnumMap<>(PeerKind.class);
		peers.put(PeerKind.RAW, new RawNettyPeer(baseUrl, connections, this.configuration));
		peers.put(PeerKind.HANDWRITTEN, new HandwrittenPeer(baseUrl, connections, this.configuration));
		peers.put(PeerKind.QHAIGC, new QhaigcPeer(baseUrl, connections, this.configuration));
		return peers;
	}

}
