package net.qhaigc.springai.gemini.autoconfigure;

import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.OverridingClassLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcBackgroundPreinitializer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class QhaigcBackgroundPreinitializerTests {

	@Test
	void isRegisteredInSpringFactories() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(QhaigcBackgroundPreinitializer.class);
	}

	@Test
	void loadsClassesThatFirstRequestNeeds(CapturedOutput output) throws Exception {
		RecordingClassLoader classLoader = new RecordingClassLoader();
		Constructor<?> constructor = classLoader.loadClass(QhaigcBackgroundPreinitializer.class.getName())
			.getDeclaredConstructor();
		constructor.setAccessible(true);
		((BackgroundPreinitializer) constructor.newInstance()).preinitialize();
		assertThat(classLoader.definedClasses).contains("net.qhaigc.springai.gemini.codec.PromptEncoder",
				"net.qhaigc.springai.gemini.wire.PartWriter", "net.qhaigc.springai.gemini.wire.PartReader",
				"net.qhaigc.springai.gemini.codec.ResponseDecoder");
		assertThat(output).isEmpty();
	}

	/** Defines the classes of the project again, and records their names. */
	private static final class RecordingClassLoader extends OverridingClassLoader {

		private final Set<String> definedClasses = ConcurrentHashMap.newKeySet();

		private RecordingClassLoader() {
			super(RecordingClassLoader.class.getClassLoader());
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.startsWith("net.qhaigc.");
		}

		@Override
		protected byte[] transformIfNecessary(String name, byte[] bytes) {
			this.definedClasses.add(name);
			return bytes;
		}

	}

}
