package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how each exception of the connectors' libraries is classified. If a new version
 * of a library adds an exception, decide how to classify it, add a rule to
 * {@code ExceptionRules} unless the rule for a superclass fits, and add the exception to
 * {@code connector-exceptions.txt}.
 */
class ConnectorExceptionsTests {

	/** One type of each library, to find the library's JAR file. */
	private static final List<String> LIBRARY_TYPES = List.of("io.netty.buffer.ByteBuf", "io.netty.util.Timer",
			"io.netty.channel.Channel", "io.netty.resolver.AddressResolver", "io.netty.handler.codec.CodecException",
			"io.netty.handler.codec.compression.ZlibDecoder", "io.netty.handler.codec.http.HttpObject",
			"io.netty.handler.codec.http2.Http2Frame", "io.netty.handler.codec.http3.Http3",
			"io.netty.handler.codec.quic.QuicChannel", "io.netty.handler.codec.socksx.SocksMessage",
			"io.netty.handler.codec.dns.DnsMessage", "io.netty.resolver.dns.DnsNameResolver",
			"io.netty.handler.proxy.ProxyHandler", "io.netty.handler.ssl.SslHandler", "reactor.core.Disposable",
			"reactor.netty.Connection", "reactor.netty.http.client.HttpClient",
			"org.eclipse.jetty.reactive.client.ReactiveRequest", "org.eclipse.jetty.client.HttpClient",
			"org.eclipse.jetty.http.HttpField", "org.eclipse.jetty.io.Connection", "org.eclipse.jetty.util.Callback",
			"org.apache.hc.client5.http.HttpRoute", "org.apache.hc.core5.http.HttpMessage",
			"org.apache.hc.core5.http2.H2Error", "org.apache.hc.core5.reactive.ReactiveEntityProducer");

	private final SpringObjenesis objenesis = new SpringObjenesis();

	@Test
	void classifiesEachException() throws IOException, URISyntaxException {
		List<String> classified = exceptions()
			.map((type) -> (isTransient(type) ? "transient " : "permanent ") + type.getName())
			.sorted()
			.toList();
		String expected = new ClassPathResource("connector-exceptions.txt").getContentAsString(StandardCharsets.UTF_8);
		assertThat(classified)
			.containsExactlyElementsOf(expected.lines().filter(ConnectorExceptionsTests::exists).toList());
	}

	/**
	 * Not every supported version of a library contains each exception.
	 */
	private static boolean exists(String line) {
		return ClassUtils.isPresent(line.substring(line.indexOf(' ') + 1), null);
	}

	private boolean isTransient(Class<?> type) {
		Throwable exception = (Throwable) this.objenesis.newInstance(type, false);
		return TransportErrors.of(new WebClientRequestException(exception, HttpMethod.POST,
				URI.create("http://gateway"), HttpHeaders.EMPTY)) instanceof QhaigcTransientException;
	}

	private static Stream<Class<?>> exceptions() throws IOException, URISyntaxException {
		List<Class<?>> exceptions = new ArrayList<>();
		for (String type : LIBRARY_TYPES) {
			URL jar = ClassUtils.resolveClassName(type, null).getProtectionDomain().getCodeSource().getLocation();
			try (JarFile file = new JarFile(Path.of(jar.toURI()).toFile())) {
				file.stream()
					.map(JarEntry::getName)
					.filter((name) -> name.matches(
							"(?!META-INF/|.*(Tracing|OnAssembly)Exception).*(Exception|Error|Throwable)[^/]*\\.class"))
					.map((name) -> ClassUtils.convertResourcePathToClassName(name.replaceAll("\\.class$", "")))
					.forEach((name) -> exceptions.add(ClassUtils.resolveClassName(name, null)));
			}
		}
		return exceptions.stream()
			.filter((type) -> Throwable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
			.distinct();
	}

}
