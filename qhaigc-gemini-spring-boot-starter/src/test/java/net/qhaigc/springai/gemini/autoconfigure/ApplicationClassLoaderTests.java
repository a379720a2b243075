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
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing of a stopped application remains in memory, in a JVM that starts
 * other ones, like an application server.
 */
class ApplicationClassLoaderTests {

	private static final int APPLICATIONS = 3;

	/** A cache of method types in the JDK keeps the last class loader. */
	@Test
	@Timeout(120)
	void retainsNothingOfClosedApplication() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				ApplicationClassLoaderTests.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isLessThanOrEqualTo(1);
	}

	/**
	 * Start and stop applications. The exit status is the number of class loaders that
	 * remain in memory.
	 */
	public static void main(String[] arguments) throws Exception {
		List<WeakReference<ClassLoader>> classLoaders = new ArrayList<>();
		try (QhaigcGateway gateway = QhaigcGateway.builder().apiKey("test-key").start()) {
			gateway.when((request) -> request.body().contains("hang")).hang();
			for (int i = 0; i < APPLICATIONS; i++) {
				classLoaders.add(new WeakReference<>(run(gateway.url())));
			}
		}
		int kept = APPLICATIONS;
		for (int i = 0; i < 100 && kept > 0; i++) {
			System.gc();
			kept = (int) classLoaders.stream().filter((classLoader) -> classLoader.get() != null).count();
			if (kept > 1 || i < 5) {
				Thread.sleep(100);
			}
		}
		System.exit(kept);
	}

	@SuppressWarnings("unchecked")
	private static ClassLoader run(String url) throws Exception {
		Throwable[] failure = new Throwable[1];
		WebAppClassLoader classLoader = new WebAppClassLoader();
		Thread thread = new Thread(() -> {
			try (classLoader) {
				((Consumer<String>) classLoader.loadClass(StoppedApplication.class.getName())
					.getConstructor()
					.newInstance()).accept(url);
			}
			catch (Exception ex) {
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

	/** Loads the classes of this module itself; the server shares its libraries. */
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
				boolean isOwn = name.startsWith("net.qhaigc.") || name.startsWith("org.springframework.");
				return isOwn && findResource(name.replace('.', '/') + ".class") != null ? findClass(name)
						: super.loadClass(name, resolve);
			}
		}

	}

	/** An application that leaves requests behind. */
	@EnableAutoConfiguration
	public static final class StoppedApplication implements Consumer<String> {

		@Override
		public void accept(String url) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(StoppedApplication.class)
				.web(WebApplicationType.NONE)
				.properties("logging.register-shutdown-hook=false", "spring.main.register-shutdown-hook=false",
						"spring.main.banner-mode=off", "qhaigc.base-url=" + url, "qhaigc.api-key=test-key")
				.run()) {
				ChatClient chat = context.getBean(ChatClient.Builder.class).build();
				chat.prompt("Hello").call().content();
				chat.prompt("Hello").stream().content().blockLast();
				chat.prompt("hang").stream().content().onErrorComplete().subscribe();
			}
		}

	}

}
