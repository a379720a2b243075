package net.qhaigc.springai.gemini.docs;

import java.util.List;
import java.util.Map;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/models-and-clients.md}.
 */
class ModelsAndClientsTests extends SnippetTest {

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
	void usesOtherModelForOneRequest() {
		this.gateway.reply("Hello.");
		ChatClient chat = ChatClient.create(model("gemini-3.5-flash"));
		// tag::per-request[]
		String answer = chat.prompt("Say hello.")
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-pro").temperature(0.0))
			.call()
			.content();
		// end::per-request[]
		assertThat(answer).isEqualTo("Hello.");
		assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-2.5-pro");
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
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-pro").build())
			.build();
		// end::several[]
		assertThat(List.of(fast.call("Happy or unhappy?"), thorough.call("Write a kind reply.")))
			.containsExactly("Unhappy", "We are sorry.");
		assertThat(this.gateway.received()).extracting(ReceivedRequest::model)
			.containsExactly("gemini-2.5-flash-lite", "gemini-2.5-pro");
	}

	@Test
	@Timeout(60)
	void usesApiKeyOfTenant() {
		this.gateway.reply("Hello.");
		Map<String, String> keys = Map.of("west", this.gateway.apiKey());
		// tag::propagate[]
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", Tenant.current);
		Hooks.enableAutomaticContextPropagation();
		// end::propagate[]
		String baseUrl = this.gateway.url();
		// tag::tenant[]
		ApiKey apiKey = () -> keys.get(Tenant.current.get());
		QhaigcClient client = QhaigcClient.builder().baseUrl(baseUrl).apiKey(apiKey).build();
		// end::tenant[]
		ChatModel model = QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
			.build();
		try {
			Tenant.current.set("west");
			assertThat(model.call("Say hello.")).isEqualTo("Hello.");
		}
		finally {
			Tenant.current.remove();
			Hooks.disableAutomaticContextPropagation();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	private static final class Tenant {

		static final ThreadLocal<String> current = new ThreadLocal<>();

	}

}
