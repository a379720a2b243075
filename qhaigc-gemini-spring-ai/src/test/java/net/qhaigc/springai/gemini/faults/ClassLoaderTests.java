package net.qhaigc.springai.gemini.faults;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.support.RestartedApplication;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing of a closed client remains in memory.
 */
class ClassLoaderTests {

	/**
	 * In a separate JVM, an application is started twice, each time with a new class
	 * loader, which loads the classes whose names begin with the prefix. With the prefix
	 * {@code net.qhaigc.}, both class loaders share all libraries except this one, as on
	 * some application servers; with an empty prefix, they share no libraries. Native
	 * libraries are used only if Netty is shared, because only one class loader can load
	 * a native library.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "net.qhaigc.", "" })
	@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
	void retainsNothingOfClosedClient(String prefix) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions",
				"-XX:-BytecodeVerificationRemote", "-Dreactor.netty.native=" + !prefix.isEmpty(), "-cp",
				System.getProperty("java.class.path"), ClassLoaderTests.class.getName(), prefix)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		// A cache of method types in the JDK can retain the last class loader that used
		// the cache.
		assertThat(output.lines()).last().isIn("0 class loaders", "1 class loaders");
	}

	/**
	 * Start and stop an application twice. The last line of the output is the number of
	 * class loaders that remain in memory.
	 * @param args the prefix of the names of the classes that are not shared
	 */
	public static void main(String[] args) throws InterruptedException {
		RestartedApplication application = new RestartedApplication((name) -> name.startsWith(args[0]));
		try (QhaigcGateway gateway = QhaigcGateway.builder().apiKey("test-key").start()) {
			gateway.when((request) -> request.model().equals("large")).reply("x".repeat(300_000));
			gateway.when((request) -> request.model().equals("busy")).googleError(503);
			gateway.when((request) -> request.model().equals("hanging")).hang();
			startEventLoops(gateway.url());
			for (int i = 0; i < 2; i++) {
				application.run(ClientApplication.class, gateway.url());
			}
		}
		for (int i = 0; i < 300 && application.classLoadersInMemory() > 1; i++) {
			Thread.sleep(200);
		}
		System.out.println(application.classLoadersInMemory() + " class loaders");
		System.exit(0);
	}

	/**
	 * Start the shared event loops outside the application, because they retain the class
	 * loader of the thread that starts them.
	 */
	private static void startEventLoops(String url) {
		try (QhaigcClient client = QhaigcClient.builder().baseUrl(url).apiKey("test-key").build()) {
			Flux.range(0, 100).flatMap((i) -> client.models()).blockLast();
		}
	}

	/** Uses each of the client's threads, and leaves requests unfinished. */
	public static final class ClientApplication implements Consumer<String> {

		@Override
		public void accept(String url) {
			boolean reactorIsShared = Schedulers.class.getClassLoader() != getClass().getClassLoader();
			ApiKey key = () -> "test-key";
			try (QhaigcClient client = QhaigcClient.builder().baseUrl(url).apiKey(key).maxConnections(2).build()) {
				Flux.range(0, 10).flatMap((i) -> client.generate(request("large"))).blockLast();
				client.stream(request("busy")).onErrorComplete().subscribe();
				client.withRetryTemplate(new RetryTemplate(RetryPolicy.builder().delay(Duration.ofMillis(1)).build()))
					.stream(request("busy"))
					.onErrorComplete()
					.blockLast();
				client.stream(request("hanging")).onErrorComplete().subscribe();
				client.generate(request("hanging")).onErrorComplete().subscribe();
				client.generate(request("hanging")).onErrorComplete().subscribe();
			}
			if (!reactorIsShared) {
				disposeLibraries();
			}
		}

		/** Dispose Reactor Netty first, since its disposal uses Reactor's timers. */
		private static void disposeLibraries() {
			HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Duration.ofSeconds(5)).block();
			Schedulers.shutdownNow();
		}

		private static GatewayRequest request(String model) {
			return ClientFixtures.request(model, Map.of(), Map.of());
		}

	}

}
