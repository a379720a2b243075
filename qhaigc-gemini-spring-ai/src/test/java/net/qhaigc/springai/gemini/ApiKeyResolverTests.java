package net.qhaigc.springai.gemini;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the API key of a request, which comes from its options or from an
 * {@link ApiKeyResolver}.
 */
class ApiKeyResolverTests {

	private static final String TENANT_KEY = "sk-tenant-of-the-request";

	private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

	private final QhaigcGateway gateway = QhaigcGateway.builder()
		.additionalApiKeys(TENANT_KEY, "sk-a", "sk-b")
		.autoRespond()
		.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build()
		.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)));

	@AfterEach
	void close() {
		TENANT.remove();
		this.client.close();
		this.gateway.close();
	}

	@Nested
	class Options {

		@ParameterizedTest
		@EnumSource(Endpoint.class)
		void sendsRequestWithKeyOfOptions(Endpoint endpoint) {
			QhaigcGeminiChatModel model = model(null);
			Prompt prompt = prompt((options) -> options.apiKey(TENANT_KEY).endpoint(endpoint));
			model.call(prompt);
			model.stream(prompt).blockLast();
			model.call(prompt((options) -> options.endpoint(endpoint)));
			assertThat(receivedKeys()).containsExactly(TENANT_KEY, TENANT_KEY, gateway.apiKey());
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void usesKeyOfModelOptionsUnlessRequestOptionsHaveKey(boolean streamed) {
			QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
				.client(client)
				.options(defaults().apiKey("sk-a").build())
				.build();
			send(model, new Prompt("Hi"), streamed);
			send(model, new Prompt("Hi", ChatOptions.builder().temperature(0.5).build()), streamed);
			send(model, new Prompt("Hi", QhaigcGeminiChatOptions.builder().seed(1).build()), streamed);
			send(model, prompt((options) -> options.seed(1)), streamed);
			send(model, prompt((options) -> options.apiKey("sk-b")), streamed);
			send(model, new Prompt("Hi", QhaigcGeminiChatOptions.builder().apiKey("sk-b").build()), streamed);
			assertThat(receivedKeys()).containsExactly("sk-a", "sk-a", "sk-a", "sk-a", "sk-b", "sk-b");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void usesKeyOfOptionsInEachToolRound(boolean streamed) {
			ChatClient chatClient = ChatClient.builder(model(null)).build();
			ChatClient.ChatClientRequestSpec request = chatClient.prompt()
				.user("How is the weather?")
				.tools(new WeatherTools())
				.options(QhaigcGeminiChatOptions.builder().apiKey(TENANT_KEY));
			assertThat(text(request, streamed)).contains("rain");
			assertThat(receivedKeys()).containsExactly(TENANT_KEY, TENANT_KEY);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void usesKeyOfOptionsForRetries(boolean streamed) {
			gateway.googleError(503);
			gateway.reply("Hello");
			QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
				.client(client.withRetryTemplate(
						new RetryTemplate(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build())))
				.options(defaults().build())
				.build();
			send(model, prompt((options) -> options.apiKey(TENANT_KEY)), streamed);
			assertThat(receivedKeys()).containsExactly(TENANT_KEY, TENANT_KEY);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void readsValueOfKeyForEachRequest(boolean streamed) {
			List<String> values = new ArrayList<>(List.of("sk-a", "sk-b"));
			ApiKey rotating = () -> values.remove(0);
			send(model(null), prompt((options) -> options.apiKey(rotating)), streamed);
			send(model(null), prompt((options) -> options.apiKey(rotating)), streamed);
			assertThat(receivedKeys()).containsExactly("sk-a", "sk-b");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void messageNamesOptionIfKeyIsRejectedOrInvalid(boolean streamed) {
			assertThatThrownBy(() -> send(model(null), prompt((options) -> options.apiKey("sk-wrong")), streamed))
				.isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageEndingWith("Check the option 'apiKey' of the request");
			assertThatThrownBy(() -> send(model(null), prompt((options) -> options.apiKey(" ")), streamed))
				.isInstanceOf(QhaigcNonTransientException.class)
				.hasMessage("An API key is required, but there is none. Check the option 'apiKey' of the request");
			assertThatThrownBy(() -> send(model(null), prompt((options) -> options.apiKey("sk-a b")), streamed))
				.isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageEndingWith("Check the option 'apiKey' of the request");
		}

		@Test
		void omitsKeyFromToStringAndJson() {
			QhaigcGeminiChatOptions options = defaults().apiKey(() -> TENANT_KEY).build();
			assertThat(options.toString()).contains("apiKey=***");
			assertThat(JsonMapper.shared().writeValueAsString(options)).contains("gemini-2.5-flash")
				.doesNotContain("apiKey", TENANT_KEY);
			QhaigcGeminiChatOptions simple = defaults().apiKey(TENANT_KEY).build();
			assertThat(simple.toString() + JsonMapper.shared().writeValueAsString(simple) + new Prompt("Hi", simple))
				.doesNotContain(TENANT_KEY);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void omitsKeyFromMemoryAndObservations(boolean streamed) {
			StringBuilder seen = new StringBuilder();
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler(new ObservationTextPublisher(seen::append));
			ChatMemory memory = MessageWindowChatMemory.builder().build();
			QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
				.client(client)
				.options(defaults().build())
				.observationRegistry(observations)
				.build();
			ChatClient.ChatClientRequestSpec request = ChatClient.builder(model, observations, null, null)
				.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
				.build()
				.prompt()
				.user("How is the weather?")
				.tools(new WeatherTools())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "one"))
				.options(QhaigcGeminiChatOptions.builder().apiKey(TENANT_KEY));
			seen.append(text(request, streamed));
			assertThat(receivedKeys()).containsExactly(TENANT_KEY, TENANT_KEY);
			memory.get("one").forEach((message) -> seen.append(message).append(message.getMetadata()));
			assertThat(seen).contains("rain", "gen_ai.request.model").doesNotContain(TENANT_KEY);
		}

	}

	@Nested
	class Resolver {

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void receivesOptionsOfRequest(boolean streamed) {
			QhaigcGeminiChatModel model = model(
					(options, context) -> new SimpleApiKey("sk-" + options.getToolContext().get("tenant")));
			send(model, prompt((options) -> options.toolContext(Map.of("tenant", "a"))), streamed);
			send(model, prompt((options) -> options.toolContext(Map.of("tenant", "b"))), streamed);
			assertThat(receivedKeys()).containsExactly("sk-a", "sk-b");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void isNotCalledIfOptionsHaveKey(boolean streamed) {
			QhaigcGeminiChatModel model = model((options, context) -> {
				throw new IllegalStateException("The resolver was called");
			});
			send(model, prompt((options) -> options.apiKey(TENANT_KEY)), streamed);
			assertThat(receivedKeys()).containsExactly(TENANT_KEY);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void leavesKeyToClientByReturningNull(boolean streamed) {
			send(model((options, context) -> null), new Prompt("Hi"), streamed);
			assertThat(receivedKeys()).containsExactly(gateway.apiKey());
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void rejectsRequestByThrowingException(boolean streamed) {
			QhaigcGeminiChatModel model = model((options, context) -> {
				throw new IllegalStateException("There is no tenant");
			});
			assertThatThrownBy(() -> send(model, new Prompt("Hi"), streamed)).isInstanceOf(IllegalStateException.class)
				.hasMessage("There is no tenant");
			assertThat(gateway.received()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void isNamedInMessageIfItsKeyIsRejected(boolean streamed) {
			QhaigcGeminiChatModel model = model((options, context) -> new SimpleApiKey("sk-wrong"));
			assertThatThrownBy(() -> send(model, new Prompt("Hi"), streamed))
				.isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageEndingWith("Check the ApiKeyResolver");
		}

		@Test
		void isCalledOnCallersThreadInEachToolRound() {
			List<Thread> threads = new ArrayList<>();
			QhaigcGeminiChatModel model = model((options, context) -> {
				threads.add(Thread.currentThread());
				return new SimpleApiKey("sk-" + TENANT.get());
			});
			TENANT.set("a");
			text(ChatClient.create(model).prompt().user("How is the weather?").tools(new WeatherTools()), false);
			assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
			assertThat(receivedKeys()).containsExactly("sk-a", "sk-a");
		}

		@Test
		void seesSubscriberContextInEachToolRound() {
			QhaigcGeminiChatModel model = model((options, context) -> new SimpleApiKey("sk-" + context.get("tenant")));
			for (String tenant : List.of("a", "b")) {
				ChatClient.create(model)
					.prompt()
					.user("How is the weather?")
					.tools(new WeatherTools())
					.stream()
					.content()
					.contextWrite((context) -> context.put("tenant", tenant))
					.blockLast();
			}
			assertThat(receivedKeys()).containsExactly("sk-a", "sk-a", "sk-b", "sk-b");
		}

		@Test
		void seesTenantInReactorContextAndInThreadLocal() {
			ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
			try {
				List<ContextView> contexts = new ArrayList<>();
				QhaigcGeminiChatModel model = model((options, context) -> {
					contexts.add(context);
					return new SimpleApiKey("sk-" + TENANT.get());
				});
				model.stream(new Prompt("Hi"))
					.subscribeOn(Schedulers.boundedElastic())
					.contextWrite((context) -> context.put("tenant", "a"))
					.blockLast();
				TENANT.set("b");
				model.call(new Prompt("Hi"));
				assertThat(receivedKeys()).containsExactly("sk-a", "sk-b");
				assertThat(contexts).extracting((context) -> context.get("tenant")).containsExactly("a", "b");
				assertThat(TENANT.get()).isEqualTo("b");
			}
			finally {
				ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
			}
		}

		@Test
		void isCalledForEachSubscriptionOfStream() {
			List<String> tenants = new ArrayList<>(List.of("a", "b"));
			QhaigcGeminiChatModel model = model((options, context) -> new SimpleApiKey("sk-" + tenants.remove(0)));
			Flux<?> stream = model.stream(new Prompt("Hi"));
			assertThat(tenants).hasSize(2);
			stream.blockLast();
			stream.blockLast();
			assertThat(receivedKeys()).containsExactly("sk-a", "sk-b");
		}

	}

	private List<@Nullable String> receivedKeys() {
		return this.gateway.received().stream().map(ReceivedRequest::apiKey).toList();
	}

	private QhaigcGeminiChatModel model(@Nullable ApiKeyResolver resolver) {
		return QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(defaults().build())
			.apiKeyResolver(resolver)
			.build();
	}

	private static Prompt prompt(UnaryOperator<QhaigcGeminiChatOptions.Builder> customizer) {
		return new Prompt("Hi", customizer.apply(defaults()).build());
	}

	private static QhaigcGeminiChatOptions.Builder defaults() {
		return QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash");
	}

	private static void send(QhaigcGeminiChatModel model, Prompt prompt, boolean streamed) {
		if (streamed) {
			model.stream(prompt).blockLast();
		}
		else {
			model.call(prompt);
		}
	}

	private static String text(ChatClient.ChatClientRequestSpec request, boolean streamed) {
		return streamed ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	static class WeatherTools {

		@Tool
		String weather() {
			return "rain";
		}

	}

}
