package net.qhaigc.springai.gemini.test.autoconfigure;

import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureQhaigc} with the parts of {@code @WebMvcTest} and
 * {@code @WebFluxTest}, and without Spring Boot's annotations.
 */
class AutoConfigureQhaigcTests {

	/** What needs other libraries, or is of no use without them. */
	private static final List<String> NOT_IN_SLICE = List.of("Actuator", "Health", "JdbcMemory", "Observation",
			"Redis");

	@Test
	void hasEachAutoConfigurationOfStarter() {
		assertThat(imports(AutoConfigureQhaigc.class)).containsAll(imports(AutoConfiguration.class).stream()
			.filter((name) -> name.startsWith("net.qhaigc."))
			.filter((name) -> NOT_IN_SLICE.stream().noneMatch(name::contains))
			.toList());
	}

	private List<String> imports(Class<?> annotation) {
		return StreamSupport.stream(ImportCandidates.load(annotation, getClass().getClassLoader()).spliterator(), false)
			.toList();
	}

	@Nested
	@SpringBootTest(classes = AssistantController.class, properties = "spring.main.web-application-type=servlet")
	@ImportAutoConfiguration({ DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class })
	@AutoConfigureQhaigc
	class WithWebMvc {

		@Test
		void controllerUsesGateway(@Autowired WebApplicationContext context, @Autowired QhaigcGateway gateway) {
			gateway.replyStream("Hel", "lo.");

			assertThat(MockMvcTester.from(context).get().uri("/answer").exchange()).bodyText().isEqualTo("Hello.");
		}

	}

	@Nested
	@SpringBootTest(classes = AssistantController.class, properties = "spring.main.web-application-type=reactive")
	@ImportAutoConfiguration(WebFluxAutoConfiguration.class)
	@AutoConfigureQhaigc
	class WithWebFlux {

		@Test
		void controllerUsesGateway(@Autowired ApplicationContext context, @Autowired QhaigcGateway gateway) {
			gateway.replyStream("Hel", "lo.");

			WebTestClient.bindToApplicationContext(context)
				.build()
				.get()
				.uri("/answer")
				.exchange()
				.expectBody(String.class)
				.isEqualTo("Hello.");
		}

	}

	@Nested
	@SpringJUnitConfig(AssistantService.class)
	@AutoConfigureQhaigc
	@EnableQhaigcGateway(autoRespond = true)
	class WithSpring {

		@Test
		void settingsOfGatewayCanBeChanged(@Autowired ChatClient.Builder builder) {
			assertThat(builder.build().prompt("Hi").call().content()).isEqualTo("Hi");
		}

	}

}
