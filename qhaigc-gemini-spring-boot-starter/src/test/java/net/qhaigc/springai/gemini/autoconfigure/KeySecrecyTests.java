package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that API keys and proxy passwords are redacted even if all actuator endpoints are
 * exposed and configured to show values.
 */
class KeySecrecyTests {

	private static final String KEY = "sk-do-not-show-me";

	private static final String OTHER_KEY = "sk-of-another-gateway";

	private static final String FIRST_KEY = "sk-first-of-several";

	private static final String SECOND_KEY = "sk-second-of-several";

	private static final String PROXY_PASSWORD = "correct-horse";

	private static final String OTHER_PROXY_PASSWORD = "pw";

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void startWithAllEndpointsExposed() {
		application = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn", "spring.ai.model.chat=qhaigc-gemini",
					"server.port=0", "spring.ai.openai.api-key=another", "other.name.of.the.key=" + KEY,
					"qhaigc.api-key=${other.name.of.the.key}", "qhaigc.headers.X-Secret=also-" + KEY,
					"name.of.another.key=" + OTHER_KEY, "qhaigc.models.elsewhere.api-key=${name.of.another.key}",
					"qhaigc.models.several.api-keys=" + FIRST_KEY + "," + SECOND_KEY,
					"qhaigc.models.others.api-keys[0]=x" + FIRST_KEY, "qhaigc.models.others.api-keys[1]=x" + SECOND_KEY,
					"name.of.one.of.several=" + SECOND_KEY, "qhaigc.proxy.host=127.0.0.1", "qhaigc.proxy.port=3128",
					"qhaigc.proxy.username=me", "name.of.a.password=" + PROXY_PASSWORD,
					"qhaigc.proxy.password=${name.of.a.password}", "qhaigc.models.elsewhere.proxy.host=127.0.0.1",
					"qhaigc.models.elsewhere.proxy.port=3129", "qhaigc.models.elsewhere.proxy.username=you",
					"qhaigc.models.elsewhere.proxy.password=" + OTHER_PROXY_PASSWORD,
					"management.endpoints.web.exposure.include=*", "management.endpoint.env.show-values=always",
					"management.endpoint.configprops.show-values=always",
					"management.endpoint.health.show-details=always", "management.health.redis.enabled=false",
					"management.info.qhaigc.enabled=true")
			.run();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void redactsApiKeysAndPasswordsInAllActuatorEndpoints() throws Exception {
		List<String> endpoints = Pattern.compile("/actuator/([^\"{]+)\"")
			.matcher(get(""))
			.results()
			.map((link) -> link.group(1))
			.toList();
		assertThat(endpoints).contains("env", "configprops", "beans", "conditions", "info", "health", "metrics",
				"loggers", "mappings", "threaddump");
		for (String endpoint : endpoints) {
			assertThat(get(endpoint)).as(endpoint)
				.doesNotContain(KEY)
				.doesNotContain(OTHER_KEY)
				.doesNotContain(FIRST_KEY)
				.doesNotContain(SECOND_KEY)
				.doesNotContain(PROXY_PASSWORD)
				.doesNotContain("\"" + OTHER_PROXY_PASSWORD + "\"")
				.doesNotContain(Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void showsRedactedApiKeyInEndpoints() throws Exception {
		assertThat(get("env/qhaigc.api-key")).contains("\"value\":\"******\"");
		assertThat(get("configprops/qhaigc")).contains("\"apiKey\":\"******\"")
			.contains("\"model\":\"gemini-3.5-flash\"");
	}

	@Test
	void showsRedactedPasswordsOfProxiesInEndpoints() throws Exception {
		assertThat(get("env/qhaigc.proxy.password")).contains("\"value\":\"******\"");
		assertThat(get("env/qhaigc.models.elsewhere.proxy.password")).contains("\"value\":\"******\"");
		assertThat(get("configprops/qhaigc")).contains("\"password\":\"******\"").contains("\"username\":\"me\"");
	}

	@Test
	void showsRedactedListsOfApiKeysInEndpoints() throws Exception {
		assertThat(get("env/qhaigc.models.several.api-keys")).contains("\"value\":\"******\"");
		assertThat(get("env/qhaigc.models.others.api-keys%5B1%5D")).contains("\"value\":\"******\"");
	}

	@Test
	void showsModelInInfoEndpoint() throws Exception {
		assertThat(get("info")).isEqualTo("{\"qhaigc\":{\"model\":\"gemini-3.5-flash\"}}");
	}

	@Test
	void toStringOfBeansOmitsApiKey() {
		for (Class<?> type : List.of(QhaigcProperties.class, QhaigcConnectionDetails.class, QhaigcClient.class,
				QhaigcGeminiChatModel.class)) {
			assertThat(application.getBean(type).toString()).doesNotContain(KEY);
		}
	}

	private String get(String endpoint) throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:%s/actuator%s".formatted(
				application.getEnvironment().getProperty("local.server.port"),
				endpoint.isEmpty() ? "" : "/" + endpoint));
		var response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(endpoint).isEqualTo(200);
		return response.body();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
