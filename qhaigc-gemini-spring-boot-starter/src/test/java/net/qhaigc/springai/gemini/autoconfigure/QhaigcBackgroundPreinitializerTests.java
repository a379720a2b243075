package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QhaigcBackgroundPreinitializerTests {

	@Test
	void springBootRunsItWhileTheApplicationStarts() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(QhaigcBackgroundPreinitializer.class);
	}

	@Test
	void whatTheFirstQuestionNeedsIsLoadedThen(CapturedOutput output) throws Exception {
		OwnClasses classes = new OwnClasses();
		Constructor<?> constructor = classes.loadClass(QhaigcBackgroundPreinitializer.class.getName())
			.getDeclaredConstructor();
		constructor.setAccessible(true);
		((BackgroundPreinitializer) constructor.newInstance()).preinitialize();
		assertThat(classes.defined).contains("net.qhaigc.springai.gemini.codec.PromptEncoder",
				"net.qhaigc.springai.gemini.wire.PartWriter", "net.qhaigc.springai.gemini.wire.PartReader",
				"net.qhaigc.springai.gemini.codec.ResponseDecoder");
		assertThat(output).isEmpty();
	}

	/** Defines the classes of the project anew, and remembers which. */
	private static final class OwnClasses extends ClassLoader {

		private final Set<String> defined = ConcurrentHashMap.newKeySet();

		private OwnClasses() {
			super(OwnClasses.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				return name.startsWith("net.qhaigc.") ? define(name) : super.loadClass(name, resolve);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (bytes == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] definition = bytes.readAllBytes();
				this.defined.add(name);
				return defineClass(name, definition, 0, definition.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
