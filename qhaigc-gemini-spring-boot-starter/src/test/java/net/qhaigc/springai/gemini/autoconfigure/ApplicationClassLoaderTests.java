package net.qhaigc.springai.gemini.autoconfigure;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that stopped applications do not accumulate in memory while the JVM continues to
 * run other applications, as an application server does.
 */
class ApplicationClassLoaderTests {

	private static final int APPLICATIONS = 4;

	/**
	 * A cache of method types in the JDK and a thread of Reactor can each keep in memory
	 * the class loader of the application that last used it.
	 */
	private static final int MAX_REMAINING = 2;

	@Test
	@Timeout(120)
	void stoppedApplicationsDoNotAccumulateInMemory() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions",
				"-XX:-BytecodeVerificationRemote", "-cp", System.getProperty("java.class.path"),
				ApplicationClassLoaderTests.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		String last = output.lines().reduce((line, next) -> next).orElseThrow();
		assertThat(last).as(output).matches("[0-%d] class loaders".formatted(MAX_REMAINING));
	}

	/**
	 * Start and stop applications. The last line of the output is the number of class
	 * loaders that remain in memory.
	 */
	public static void main(String[] arguments) throws Exception {
		List<WeakReference<ClassLoader>> classLoaders = new ArrayList<>();
		try (QhaigcGateway gateway = QhaigcGateway.builder().apiKey("test-key").autoRespond().start()) {
			useSharedLibraries(gateway.url());
			gateway.when((request) -> request.body().contains("incomplete")).replyStream("a", "b").hangAfter(1);
			for (int i = 0; i < APPLICATIONS; i++) {
				classLoaders.add(new WeakReference<>(runApplicationInNewClassLoader(gateway.url())));
			}
			assertThat(gateway.received()).hasSize(1 + 3 * APPLICATIONS);
			assertThat(gateway.unusedReplies()).isZero();
		}
		long remaining = countRemaining(classLoaders);
		for (int i = 0; i < 30 && remaining > MAX_REMAINING; i++) {
			Thread.sleep(100);
			remaining = countRemaining(classLoaders);
		}
		System.out.println(remaining + " class loaders");
		System.exit(0);
	}

	/**
	 * Use the shared libraries before the applications do. Otherwise, the class loader of
	 * the first application would remain in memory: it would be the context class loader
	 * of the threads of Reactor's schedulers, and the stack traces of Netty's constant
	 * exceptions would refer to it.
	 */
	private static void useSharedLibraries(String url) {
		try (QhaigcClient client = QhaigcClient.builder().baseUrl(url).apiKey("test-key").build()) {
			client.models().block();
		}
		for (Scheduler scheduler : List.of(Schedulers.boundedElastic(), Schedulers.parallel())) {
			List<Scheduler.Worker> workers = Stream.generate(scheduler::createWorker)
				.limit(Schedulers.DEFAULT_POOL_SIZE)
				.toList();
			workers.forEach((worker) -> worker.schedule(() -> {
			}));
			workers.forEach(Scheduler.Worker::dispose);
		}
	}

	private static long countRemaining(List<WeakReference<ClassLoader>> classLoaders) {
		System.gc();
		return classLoaders.stream().filter((classLoader) -> classLoader.get() != null).count();
	}

	@SuppressWarnings("unchecked")
	private static ClassLoader runApplicationInNewClassLoader(String url) throws Exception {
		Throwable[] failure = new Throwable[1];
		WebAppClassLoader classLoader = new WebAppClassLoader();
		Thread thread = new Thread(() -> {
			try (classLoader) {
				((Consumer<String>) classLoader.loadClass(StoppedApplication.class.getName())
					.getConstructor()
					.newInstance()).accept(url);
			}
			catch (Throwable ex) {
				failure[0] = ex;
			}
		});
		thread.setContextClassLoader(classLoader);
		thread.start();
		thread.join();
		if (failure[0] != null) {
			throw new IllegalStateException(failure[0]);
		}
		return classLoader;
	}

	/**
	 * Loads the classes of this project and of Spring for each application separately.
	 * The applications share all other classes.
	 */
	private static final class WebAppClassLoader extends URLClassLoader {

		private WebAppClassLoader() {
			super(urls(), ApplicationClassLoaderTests.class.getClassLoader());
		}

		private static URL[] urls() {
			return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream().map((path) -> {
				try {
					return Path.of(path).toUri().toURL();
				}
				catch (MalformedURLException ex) {
					throw new IllegalStateException(ex);
				}
			}).toArray(URL[]::new);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				boolean isPerApplication = name.startsWith("net.qhaigc.") || name.startsWith("org.springframework.");
				return isPerApplication && findResource(name.replace('.', '/') + ".class") != null ? findClass(name)
						: super.loadClass(name, resolve);
			}
		}

	}

	/** An application that is stopped while a stream is in progress. */
	public static final class StoppedApplication implements Consumer<String> {

		@Override
		public void accept(String url) {
			CountDownLatch ended = new CountDownLatch(1);
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
					Configurations.getClasses(Applications.AUTO_CONFIGURATIONS))
				.initializers(StoppedApplication::registerResourceFactory)
				.web(WebApplicationType.NONE)
				.properties("logging.register-shutdown-hook=false", "spring.main.register-shutdown-hook=false",
						"spring.main.banner-mode=off", "qhaigc.base-url=" + url, "qhaigc.api-key=test-key",
						"qhaigc.quota.requests-per-minute=600", "qhaigc.budget.per-day=100", "qhaigc.prices.*.input=1",
						"qhaigc.prices.*.output=2", "qhaigc.prices.*.currency=USD",
						"qhaigc.models.other.model=gemini-2.5-flash", "qhaigc.failover=other")
				.run()) {
				ChatClient chat = context.getBean(ChatClient.Builder.class).build();
				assertThat(chat.prompt("Hello").call().content()).isNotEmpty();
				assertThat(chat.prompt("Hello").stream().content().collectList().block()).isNotEmpty();
				CountDownLatch received = new CountDownLatch(1);
				chat.prompt("incomplete")
					.stream()
					.content()
					.doOnNext((text) -> received.countDown())
					.onErrorComplete()
					.doFinally((signal) -> ended.countDown())
					.subscribe();
				await(received);
			}
			// Keep the class loader open: the failure of the stream needs classes that
			// have not been loaded yet.
			await(ended);
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void registerResourceFactory(ConfigurableApplicationContext context) {
			((GenericApplicationContext) context).registerBean(ReactorResourceFactory.class,
					Applications::resourceFactory);
		}

	}

}
