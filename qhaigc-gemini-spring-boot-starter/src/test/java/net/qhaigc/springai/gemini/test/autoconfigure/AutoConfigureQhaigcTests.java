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
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import net.qhaigc.springai.gemini.autoconfigure.memory.QhaigcJdbcMemoryAutoConfiguration;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureQhaigc} with {@code @WebMvcTest}, with
 * {@code @WebFluxTest} and without Spring Boot's test annotations.
 */
class AutoConfigureQhaigcTests {

	/**
	 * The slice does not contain the auto-configurations of the starter whose names
	 * contain one of these parts. Such an auto-configuration has an effect only with
	 * libraries or other auto-configurations that the slice does not contain either.
	 */
	private static final List<String> EXCLUDED_NAME_PARTS = List.of("Actuator", "Health", "JdbcMemory", "Observation",
			"Redis");

	@Test
	void sliceHasAutoConfigurationsOfStarter() {
		assertThat(imports(AutoConfigureQhaigc.class)).containsAll(imports(AutoConfiguration.class).stream()
			.filter((name) -> name.startsWith("net.qhaigc."))
			.filter((name) -> EXCLUDED_NAME_PARTS.stream().noneMatch(name::contains))
			.toList());
	}

	private List<String> imports(Class<?> annotation) {
		return StreamSupport.stream(ImportCandidates.load(annotation, getClass().getClassLoader()).spliterator(), false)
			.toList();
	}

	@Nested
	@WebMvcTest(AssistantController.class)
	@AutoConfigureQhaigc
	class WithWebMvc {

		@Test
		void controllerUsesGateway(@Autowired MockMvcTester mvc, @Autowired QhaigcGateway gateway,
				@Autowired ApplicationContext context) {
			gateway.replyStream("Hel", "lo.");

			assertThat(mvc.get().uri("/answer").exchange()).bodyText().isEqualTo("Hello.");
			assertThat(context).isInstanceOf(WebApplicationContext.class);
			assertThat(context.getBeansOfType(AssistantService.class)).isEmpty();
		}

	}

	@Nested
	@WebFluxTest(AssistantController.class)
	@AutoConfigureQhaigc
	class WithWebFlux {

		@Test
		void controllerUsesGateway(@Autowired WebTestClient client, @Autowired QhaigcGateway gateway,
				@Autowired ApplicationContext context) {
			gateway.replyStream("Hel", "lo.");

			client.get().uri("/answer").exchange().expectBody(String.class).isEqualTo("Hello.");
			assertThat(context).isInstanceOf(ReactiveWebApplicationContext.class);
			assertThat(context.getBeansOfType(AssistantService.class)).isEmpty();
		}

	}

	@Nested
	@WebMvcTest(controllers = AssistantController.class,
			properties = { "qhaigc.memory.jdbc.enabled=true", "qhaigc.media-store.max-age=30d",
					"qhaigc.quota.requests-per-minute=60", "qhaigc.quota.store=redis" })
	@AutoConfigureQhaigc
	class WithPropertiesOfExcludedAutoConfigurations {

		@Test
		void storesAreInMemory(@Autowired MockMvcTester mvc, @Autowired QhaigcGateway gateway,
				@Autowired MediaStore media) {
			gateway.replyStream("Hel", "lo.");

			assertThat(mvc.get().uri("/answer").exchange()).bodyText().isEqualTo("Hello.");
			assertThat(media).isInstanceOf(InMemoryMediaStore.class);
		}

	}

	@Nested
	@SpringJUnitConfig(AssistantService.class)
	@TestPropertySource(properties = { "qhaigc.media-store.type=jdbc", "spring.datasource.url=jdbc:h2:mem:slice" })
	@AutoConfigureQhaigc
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, QhaigcJdbcMemoryAutoConfiguration.class })
	class WithImportedDatabase {

		@Test
		void mediaIsStoredInDatabase(@Autowired MediaStore media) {
			assertThat(media).isInstanceOf(JdbcMediaStore.class);
		}

	}

	@Nested
	@SpringJUnitConfig(AssistantService.class)
	@AutoConfigureQhaigc
	@EnableQhaigcGateway(autoRespond = true)
	class WithSpringOnly {

		@Test
		void gatewaySettingsCanBeChanged(@Autowired ChatClient.Builder builder) {
			assertThat(builder.build().prompt("Hi").call().content()).isEqualTo("Hi");
		}

	}

}
