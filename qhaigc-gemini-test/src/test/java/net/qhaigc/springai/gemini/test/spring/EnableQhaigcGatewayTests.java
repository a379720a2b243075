package net.qhaigc.springai.gemini.test.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.support.TestPropertySourceUtils;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

/**
 * Tests for {@link EnableQhaigcGateway}.
 */
@SpringJUnitConfig
@EnableQhaigcGateway
class EnableQhaigcGatewayTests {

	private static final Predicate<String> UNUSED_REPLY = (text) -> text.contains("1. No request used the reply");

	@Autowired
	private QhaigcGateway gateway;

	@Test
	void setsConnectionProperties(@Autowired Environment environment) {
		assertThat(environment.getProperty("qhaigc.base-url")).isEqualTo(this.gateway.url());
		assertThat(environment.getProperty("qhaigc.api-key")).isEqualTo(this.gateway.apiKey());
	}

	@RepeatedTest(2)
	void resetsGatewayBeforeEachTest() {
		assertThat(this.gateway.received()).isEmpty();
		this.gateway.reply("Hello");
		assertThat(new TestClient(this.gateway).generate("Hi").statusCode()).isEqualTo(200);
	}

	@Test
	void verifiesGatewayAfterEachTestAndClosesItWhenContextIsClosed() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FailingTestCase.class))
			.execute()
			.testEvents()
			.assertThatEvents()
			.haveExactly(1, event(test("leavesReplyUnused"), finishedWithFailure(message(UNUSED_REPLY))))
			.haveExactly(1, event(test("throwsWithUnusedReply"),
					finishedWithFailure(message("The test fails"), suppressed(0, message(UNUSED_REPLY)))));
		assertThat(FailingTestCase.gateway.openConnections()).isZero();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> new TestClient(FailingTestCase.gateway).generate("Hi"));
	}

	@Configuration
	static class NoBeans {

	}

	@Nested
	@EnableQhaigcGateway(autoRespond = true, models = "gemini-2.5-flash", additionalApiKeys = "tenant", verify = false)
	class AutoRespond {

		@Test
		void generatesReplies(@Autowired QhaigcGateway gateway) {
			assertThat(new TestClient(gateway).generate("Echo").body()).contains("Echo");
		}

		@Test
		void acceptsAdditionalApiKeys(@Autowired QhaigcGateway gateway) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
				.header("Authorization", "Bearer tenant")
				.build();
			assertThat(new TestClient(gateway).send(request).statusCode()).isEqualTo(200);
		}

		@Test
		void acceptsUnusedReplyIfVerificationIsDisabled(@Autowired QhaigcGateway gateway) {
			gateway.reply("Hello");
		}

	}

	@Nested
	@EnableQhaigcGateway(recordings = "target/recordings", record = true)
	@ContextConfiguration(initializers = Recording.UpstreamVariables.class)
	class Recording {

		private static final QhaigcGateway upstream = QhaigcGateway.builder().apiKey("real-key").autoRespond().start();

		@AfterAll
		static void close() {
			upstream.close();
		}

		@Test
		void recordsExchangeWithGatewayThatEnvironmentSpecifies(@Autowired QhaigcGateway gateway) throws IOException {
			assertThat(new TestClient(gateway).generate("Hi").body()).contains("\"text\" : \"Hi\"");

			try (Stream<Path> files = Files.list(Path.of("target/recordings"))) {
				assertThat(files).isNotEmpty()
					.allSatisfy((
							file) -> assertThat(file).content().contains("generateContent").doesNotContain("real-key"));
			}
		}

		static final class UpstreamVariables implements ApplicationContextInitializer<ConfigurableApplicationContext> {

			@Override
			public void initialize(ConfigurableApplicationContext context) {
				TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context, "QHAIGC_BASE_URL=" + upstream.url(),
						"QHAIGC_API_KEY=" + upstream.apiKey());
			}

		}

	}

	@Nested
	@EnableQhaigcGateway(acceptAnyKey = true, autoRespond = true)
	class AnyKey {

		@Test
		void acceptsAnyApiKey(@Autowired QhaigcGateway gateway) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
				.header("Authorization", "Bearer any")
				.build();

			assertThat(new TestClient(gateway).send(request).statusCode()).isEqualTo(200);
		}

	}

	@Nested
	@EnableQhaigcGateway(recordings = "src/test/resources/recordings", apiKeys = { "tenant-a", "tenant-b" })
	class Replay {

		@Test
		void returnsRecordedResponse(@Autowired QhaigcGateway gateway) {
			assertThat(new TestClient(gateway).generate("Hi").body()).contains("A recorded response.");
		}

		@Test
		void acceptsSeveralApiKeys(@Autowired QhaigcGateway gateway) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
				.header("Authorization", "Bearer tenant-b")
				.build();
			assertThat(gateway.apiKey()).isEqualTo("tenant-a");
			assertThat(new TestClient(gateway).send(request).statusCode()).isEqualTo(200);
		}

	}

	@SpringJUnitConfig(NoBeans.class)
	@EnableQhaigcGateway
	@DirtiesContext
	static class FailingTestCase {

		private static QhaigcGateway gateway;

		@Test
		void leavesReplyUnused(@Autowired QhaigcGateway gateway) {
			FailingTestCase.gateway = gateway;
			gateway.reply("Hello");
		}

		@Test
		void throwsWithUnusedReply(@Autowired QhaigcGateway gateway) {
			gateway.reply("Hello");
			throw new IllegalStateException("The test fails");
		}

	}

}
