package net.qhaigc.springai.gemini.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Serves the same prepared response on two ports: one with TLS, over HTTP/1.1 or HTTP/2,
 * and one with compression but without TLS. Runs in a separate JVM.
 */
public final class TransportServer {

	private static final String PASSWORD = "benchmark";

	private TransportServer() {
	}

	/**
	 * Print the port with TLS and the port with compression, and run until standard input
	 * is closed.
	 * @param args none
	 * @throws Exception if a server cannot be started
	 */
	public static void main(String[] args) throws Exception {
		SslContext context = sslContext();
		DisposableServer tls = HttpServer.create()
			.protocol(HttpProtocol.HTTP11, HttpProtocol.H2)
			.secure((spec) -> spec.sslContext(context))
			.handle(TransportServer::respond)
			.bindNow();
		DisposableServer compressing = HttpServer.create().compress(true).handle(TransportServer::respond).bindNow();
		System.out.println(tls.port() + " " + compressing.port());
		while (System.in.read() >= 0) {
			Thread.onSpinWait();
		}
		System.exit(0);
	}

	private static Publisher<Void> respond(HttpServerRequest request, HttpServerResponse response) {
		byte[] body = CannedResponses.text();
		return request.receive()
			.then()
			.then(Mono.defer(() -> response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
				.sendByteArray(Mono.just(body))
				.then()));
	}

	private static SslContext sslContext() throws GeneralSecurityException, IOException, InterruptedException {
		Path directory = Files.createTempDirectory("benchmark");
		Path file = directory.resolve("keystore.p12");
		try {
			int exit = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-keyalg", "EC", "-alias", "server", "-dname", "CN=localhost", "-ext",
					"san=ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
			if (exit != 0) {
				throw new IOException("keytool failed with exit code " + exit);
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream input = Files.newInputStream(file)) {
				store.load(input, PASSWORD.toCharArray());
			}
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, PASSWORD.toCharArray());
			return SslContextBuilder.forServer(keys)
				.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
						ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
						ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
						ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1))
				.build();
		}
		finally {
			Files.deleteIfExists(file);
			Files.deleteIfExists(directory);
		}
	}

}
