package net.qhaigc.springai.gemini.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An application that is started and stopped repeatedly, each time in a new class loader,
 * as in an application server.
 */
public final class RestartedApplication {

	private final List<WeakReference<ClassLoader>> classLoaders = new ArrayList<>();

	private final Predicate<String> isOwnClass;

	/**
	 * Create an application.
	 * @param isOwnClass whether the application loads the class with this name itself,
	 * and does not share it with other applications
	 */
	public RestartedApplication(Predicate<String> isOwnClass) {
		this.isOwnClass = isOwnClass;
	}

	/**
	 * Run the application in a new class loader and thread.
	 * @param application the class of the application, which has a public constructor
	 * without parameters; its method {@code accept} is called with the URL
	 * @param url the URL of the gateway
	 */
	public void run(Class<? extends Consumer<String>> application, String url) throws InterruptedException {
		List<Throwable> failures = new ArrayList<>();
		ClassLoader classLoader = new ApplicationClassLoader(classPath(), this.isOwnClass);
		this.classLoaders.add(new WeakReference<>(classLoader));
		Thread thread = new Thread(() -> run(application.getName(), url));
		thread.setContextClassLoader(classLoader);
		thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
		thread.start();
		thread.join();
		if (!failures.isEmpty()) {
			throw new IllegalStateException(failures.get(0));
		}
	}

	@SuppressWarnings("unchecked")
	private static void run(String application, String url) {
		try (URLClassLoader classLoader = (URLClassLoader) Thread.currentThread().getContextClassLoader()) {
			((Consumer<String>) classLoader.loadClass(application).getConstructor().newInstance()).accept(url);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the number of class loaders that are still in memory. */
	public long classLoadersInMemory() {
		System.gc();
		return this.classLoaders.stream().filter((classLoader) -> classLoader.get() != null).count();
	}

	/**
	 * Loads the application's own classes, and delegates the loading of all other classes
	 * to the parent.
	 */
	private static final class ApplicationClassLoader extends URLClassLoader {

		private final Predicate<String> isOwnClass;

		private ApplicationClassLoader(URL[] classPath, Predicate<String> isOwnClass) {
			super(classPath, RestartedApplication.class.getClassLoader());
			this.isOwnClass = isOwnClass;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded
						: this.isOwnClass.test(name) ? findOrDelegate(name, resolve) : super.loadClass(name, resolve);
			}
		}

		private Class<?> findOrDelegate(String name, boolean resolve) throws ClassNotFoundException {
			try {
				return findClass(name);
			}
			catch (ClassNotFoundException ex) {
				return super.loadClass(name, resolve);
			}
		}

	}

	private static URL[] classPath() {
		return List
			.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
				.split(File.pathSeparator))
			.stream()
			.map(Path::of)
			.map(RestartedApplication::url)
			.toArray(URL[]::new);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
