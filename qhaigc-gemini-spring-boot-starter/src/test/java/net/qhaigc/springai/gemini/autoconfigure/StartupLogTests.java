package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the log of an application at startup.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupLogTests {

	@Test
	void startsWithoutWarnings(CapturedOutput output) {
		start(Application.class);

		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains(" Started ")).hasSize(1);
		assertThat(output.getAll().lines()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
	}

	@Test
	void logsNoWarningAboutQhaigcBeansIfPropertiesAreBoundEarly(CapturedOutput output) {
		start(EarlyProperties.class);

		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("is not eligible")).isNotEmpty();
		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("is not eligible"))
			.noneMatch((line) -> line.toLowerCase(Locale.ROOT).contains("qhaigc"));
	}

	private static void start(Class<?> source) {
		ConfigurableApplicationContext application = new SpringApplicationBuilder(source)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "qhaigc.api-key=sk-test",
					"qhaigc.chat.safety-settings[0].category=HARM_CATEGORY_HARASSMENT",
					"qhaigc.chat.safety-settings[0].threshold=block-none", "qhaigc.models.other.model=gemini-2.5-pro",
					"spring.ai.model.chat=qhaigc-gemini", "spring.ai.openai.api-key=none")
			.run();
		application.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Contains a bean post-processor that depends on properties, as in some libraries.
	 * Properties are therefore bound while some bean post-processors do not exist yet,
	 * and Spring logs each bean that is created too early for these post-processors.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EarlyProperties {

		@Bean
		static BeanPostProcessor dependentPostProcessor(LifecycleProperties properties) {
			return new BeanPostProcessor() {
			};
		}

	}

}
