package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link QuotaKeyResolver}: a {@link RequestQuota} receives the resolved key
 * with each request.
 */
class QuotaKeyResolverTests {

	private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private final List<@Nullable String> quotaKeys = new CopyOnWriteArrayList<>();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.requestQuota(this::acquire)
		.build();

	@AfterEach
	void close() {
		TENANT.remove();
		this.client.close();
		this.gateway.close();
	}

	@Test
	void isCalledOnCallersThreadInEachToolRound() {
		List<Thread> threads = new ArrayList<>();
		TENANT.set("a");
		ChatClient.create(model((options, context) -> {
			threads.add(Thread.currentThread());
			return TENANT.get();
		})).prompt("How is the weather?").tools(new WeatherTools()).call().content();
		assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
		assertThat(this.quotaKeys).containsExactly("a", "a");
	}

	@Test
	void seesSubscriberContextInEachToolRound() {
		ChatClient.create(model((options, context) -> context.get("tenant")))
			.prompt("How is the weather?")
			.tools(new WeatherTools())
			.stream()
			.content()
			.contextWrite((context) -> context.put("tenant", "a"))
			.blockLast();
		assertThat(this.quotaKeys).containsExactly("a", "a");
	}

	@Test
	void seesThreadLocalsFromContext() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		try {
			model((options, context) -> TENANT.get()).stream(new Prompt("Hi"))
				.subscribeOn(Schedulers.boundedElastic())
				.contextWrite((context) -> context.put("tenant", "a"))
				.blockLast();
			assertThat(this.quotaKeys).containsExactly("a");
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isCalledEvenIfOptionsHaveApiKey(boolean streamed) {
		send(model((options, context) -> "a"),
				new Prompt("Hi", QhaigcGeminiChatOptions.builder().apiKey(this.gateway.apiKey()).build()), streamed);
		assertThat(this.quotaKeys).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestHasNoQuotaKeyIfResolverIsMissingOrReturnsNull(boolean streamed) {
		send(model(null), new Prompt("Hi"), streamed);
		send(model((options, context) -> null), new Prompt("Hi"), streamed);
		assertThat(this.quotaKeys).containsExactly("none", "none");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void rejectsRequestByThrowingException(boolean streamed) {
		assertThatThrownBy(() -> send(model((options, context) -> {
			throw new IllegalStateException("There is no tenant");
		}), new Prompt("Hi"), streamed)).isInstanceOf(IllegalStateException.class).hasMessage("There is no tenant");
		assertThat(this.gateway.received()).isEmpty();
	}

	private Mono<RequestQuota.Permit> acquire(QuotaRequest request) {
		this.quotaKeys.add((request.quotaKey() != null) ? request.quotaKey() : "none");
		return Mono.just(new RequestQuota.Permit() {

			@Override
			public void cancel() {
			}

			@Override
			public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
			}

		});
	}

	private QhaigcGeminiChatModel model(@Nullable QuotaKeyResolver resolver) {
		return QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.quotaKeyResolver(resolver)
			.build();
	}

	private static void send(QhaigcGeminiChatModel model, Prompt prompt, boolean streamed) {
		if (streamed) {
			model.stream(prompt).blockLast();
		}
		else {
			model.call(prompt);
		}
	}

	static class WeatherTools {

		@Tool
		String weather() {
			return "rain";
		}

	}

}
