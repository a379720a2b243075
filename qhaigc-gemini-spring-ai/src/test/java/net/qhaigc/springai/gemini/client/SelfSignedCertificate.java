package net.qhaigc.springai.gemini.client;

import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.tcp.SslProvider;

/**
 * A self-signed certificate.
 */
public final class SelfSignedCertificate {

	private static final String PASSWORD = "changeit";

	private static @Nullable KeyManagerFactory keys;

	private SelfSignedCertificate() {
	}

	/** Return the TLS settings of a Reactor Netty server with the certificate. */
	public static SslProvider.GenericSslContextSpec<?> server(Path folder) {
		return Http11SslContextSpec.forServer(keys(folder));
	}

	/** Return the TLS settings of a Reactor Netty client that trusts any certificate. */
	public static SslProvider.GenericSslContextSpec<?> trustingClient() {
		return Http11SslContextSpec.forClient()
			.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE));
	}

	/** Generated once, since that takes a second. */
	private static synchronized KeyManagerFactory keys(Path folder) {
		if (keys == null) {
			keys = generate(folder);
		}
		return keys;
	}

	private static KeyManagerFactory generate(Path folder) {
		try {
			Path store = folder.resolve("store.p12");
			new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
					"-keyalg", "EC", "-alias", "test", "-dname", "CN=localhost", "-storetype", "PKCS12", "-keystore",
					store.toString(), "-storepass", PASSWORD)
				.start()
				.waitFor();
			KeyStore keys = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(store)) {
				keys.load(in, PASSWORD.toCharArray());
			}
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(keys, PASSWORD.toCharArray());
			return factory;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Return an unbound server socket that uses TLS. */
	public static ServerSocket serverSocket(Path folder) {
		try {
			SSLContext tls = SSLContext.getInstance("TLS");
			tls.init(keys(folder).getKeyManagers(), null, null);
			return tls.getServerSocketFactory().createServerSocket();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
