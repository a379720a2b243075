package net.qhaigc.springai.gemini.client;

import java.net.ServerSocket;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.tcp.SslProvider;

/**
 * A self-signed certificate, with TLS settings for servers that use it, and for clients
 * that trust any certificate.
 */
public final class SelfSignedCertificate {

	private static final KeyManagerFactory KEYS = keys();

	private SelfSignedCertificate() {
	}

	private static KeyManagerFactory keys() {
		try {
			return new CertificateBuilder().subject("CN=localhost")
				.setIsCertificateAuthority(true)
				.buildSelfSigned()
				.toKeyManagerFactory();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Return the TLS settings of a Reactor Netty server with the certificate. */
	public static SslProvider.GenericSslContextSpec<?> serverTls() {
		return Http11SslContextSpec.forServer(KEYS);
	}

	/** Return the TLS settings of a Reactor Netty client that trusts any certificate. */
	public static SslProvider.GenericSslContextSpec<?> trustingClientTls() {
		return Http11SslContextSpec.forClient()
			.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE));
	}

	/** Return an unbound server socket that uses TLS. */
	public static ServerSocket serverSocket() {
		try {
			SSLContext tls = SSLContext.getInstance("TLS");
			tls.init(KEYS.getKeyManagers(), null, null);
			return tls.getServerSocketFactory().createServerSocket();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
