package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.NoopApiKey;
import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.ApiKeyResolver;
import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Contains the code in {@code docs/models-and-clients.md}.
 */
class ModelsAndClientsTests extends SnippetTest {

	@Test
	void pageNamesEveryBuilderMethod() throws IOException {
		String page = Files.readString(Path.of("models-and-clients.md"));
		assertThat(Stream.of(QhaigcClient.Builder.class, QhaigcGeminiChatModel.Builder.class)
			.flatMap((builder) -> Stream.of(builder.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.map(Method::getName)
			.filter((name) -> !name.equals("build"))).isNotEmpty()
			.allSatisfy((name) -> assertThat(page).contains("`" + name + "`"));
	}

	/**
	 * The page about the configuration does not count, since its table contains every
	 * property.
	 */
	@Test
	void pagesNameEveryOptionOrItsProperty() throws IOException {
		StringBuilder pages = new StringBuilder();
		// The pattern excludes the Chinese pages, whose names end with "zh-CN.md".
		try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(""), "*[!N].md")) {
			for (Path file : files) {
				if (!file.endsWith("configuration.md")) {
					pages.append(Files.readString(file));
				}
			}
		}
		assertThat(Stream.of(QhaigcGeminiChatOptions.Builder.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.map(Method::getName)
			.filter((name) -> !List.of("build", "clone", "combineWith").contains(name))).isNotEmpty()
			.allSatisfy((name) -> assertThat(pages).containsPattern("\\b(" + name + "|" + propertyName(name) + ")\\b"));
	}

	private static String propertyName(String option) {
		return option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	@Test
	void buildsModelWithoutSpringBoot() {
		this.gateway.reply("Hello.");
		String baseUrl = this.gateway.url();
		String apiKey = this.gateway.apiKey();
		// tag::without-boot[]
		QhaigcClient client = QhaigcClient.builder().baseUrl(baseUrl).apiKey(apiKey).build();
		ChatModel model = QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").temperature(0.4).build())
			.build();
		String answer = ChatClient.create(model).prompt("Say hello.").call().content();
		// end::without-boot[]
		assertThat(answer).isEqualTo("Hello.");
	}

	@Test
	void usesAnotherModelForOneRequest() {
		this.gateway.reply("Hello.");
		ChatClient chat = ChatClient.create(model("gemini-3.5-flash"));
		// tag::per-request[]
		String answer = chat.prompt("Say hello.")
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.1-pro-preview").temperature(0.0))
			.call()
			.content();
		// end::per-request[]
		assertThat(answer).isEqualTo("Hello.");
		assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-3.1-pro-preview");
	}

	@Test
	void sharesClientBetweenModels() {
		this.gateway.reply("Unhappy");
		this.gateway.reply("We are sorry.");
		// tag::several[]
		ChatModel fast = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash-lite").build())
			.build();
		ChatModel thorough = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.1-pro-preview").build())
			.build();
		// end::several[]
		assertThat(List.of(fast.call("Happy or unhappy?"), thorough.call("Write a kind reply.")))
			.containsExactly("Unhappy", "We are sorry.");
		assertThat(this.gateway.received()).extracting(ReceivedRequest::model)
			.containsExactly("gemini-2.5-flash-lite", "gemini-3.1-pro-preview");
	}

	@Test
	void sendsApiKeyFromOptionsOfRequest() {
		try (QhaigcGateway tenantGateway = startTenantGateway()) {
			ChatClient chat = ChatClient.create(model(tenantGateway, (options, context) -> null));
			String tenantKey = "key-of-west";
			// tag::request-key[]
			String answer = chat.prompt("Say hello.")
				.options(QhaigcGeminiChatOptions.builder().apiKey(tenantKey))
				.call()
				.content();
			// end::request-key[]
			assertThat(answer).isEqualTo("Say hello.");
			assertThat(tenantGateway.takeRequest().apiKey()).isEqualTo("key-of-west");
		}
	}

	@Test
	void resolvesApiKeyOfTenant() {
		Map<String, String> keys = Map.of("west", "key-of-west", "east", "key-of-east");
		// tag::resolver[]
		ApiKeyResolver resolver = (options, context) -> {
			String tenant = Tenant.current.get();
			if (tenant == null) {
				throw new IllegalStateException("The request does not belong to a tenant");
			}
			return new SimpleApiKey(keys.get(tenant));
		};
		// end::resolver[]
		// tag::propagate[]
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", Tenant.current);
		// end::propagate[]
		try (QhaigcGateway tenantGateway = startTenantGateway()) {
			ChatModel model = model(tenantGateway, resolver);
			assertThatIllegalStateException().isThrownBy(() -> model.call("Say hello."));
			Tenant.current.set("west");
			assertThat(model.call("Say hello.")).isEqualTo("Say hello.");
			Tenant.current.remove();
			ChatClient.create(model)
				.prompt("Say hello.")
				.stream()
				.content()
				.contextWrite((context) -> context.put("tenant", "east"))
				.blockLast();
			assertThat(tenantGateway.received()).extracting(ReceivedRequest::apiKey)
				.containsExactly("key-of-west", "key-of-east");
		}
		finally {
			Tenant.current.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	private static QhaigcGateway startTenantGateway() {
		return QhaigcGateway.builder().additionalApiKeys("key-of-west", "key-of-east").autoRespond().start();
	}

	private static QhaigcGeminiChatModel model(QhaigcGateway gateway, ApiKeyResolver resolver) {
		return QhaigcGeminiChatModel.builder()
			.client(QhaigcClient.builder().baseUrl(gateway.url()).apiKey(new NoopApiKey()).build())
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
			.apiKeyResolver(resolver)
			.build();
	}

	private static final class Tenant {

		static final ThreadLocal<String> current = new ThreadLocal<>();

	}

}
