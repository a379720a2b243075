package net.qhaigc.springai.gemini.autoconfigure.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.autoconfigure.ChatModelCustomizer;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link QhaigcCostAutoConfiguration}.
 */
class QhaigcCostAutoConfigurationTests {

	private static final String PRICES = """
			qhaigc:
			  prices:
			    gemini-3.5-flash:
			      input: 0.30
			      cached-input: 0.03
			      output: 2.50
			      currency: USD
			    gemini-*:
			      input: 0.002
			      output: 0.004
			      currency: USD
			      per: 1K
			    "[gpt-*]":
			      input: 1
			      output: 2
			      currency: USD
			""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway)
		.withPropertyValues("qhaigc.model=gemini-3.5-flash")
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ObservationRegistry.class, ObservationRegistry::create);

	private final ApplicationContextRunner withPrices = this.application.withInitializer((context) -> yaml(PRICES)
		.forEach((source) -> context.getEnvironment().getPropertySources().addFirst(source)));

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@Test
	void readsPricesOfModelIdsWithDotsAndOfPatterns() {
		this.withPrices.run((context) -> {
			Prices prices = context.getBean(Prices.class);
			assertThat(prices.of("gemini-3.5-flash"))
				.hasToString("ModelPrice[input=0.3, cachedInput=0.03, output=2.5, currency=USD, perTokens=1000000]");
			assertThat(prices.of("gemini-4"))
				.hasToString("ModelPrice[input=0.002, cachedInput=0.002, output=0.004, currency=USD, perTokens=1000]");
			assertThat(prices.of("gpt-5"))
				.hasToString("ModelPrice[input=1, cachedInput=1, output=2, currency=USD, perTokens=1000000]");
			assertThat(prices.of("other")).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void recordsCostInResponseAndMeter(boolean streamed) {
		this.gateway.reply("one").usage(1000, 200, 1200);
		this.gateway.reply("two").usage(2000, 0, 2000);
		this.withPrices.run((context) -> {
			registerObservationHandler(context);
			ChatClient client = context.getBean(ChatClient.Builder.class).build();
			assertThat(QhaigcGeminiMetadata.from(send(client, streamed)).cost()).hasToString("0.0008 USD");
			assertThat(QhaigcGeminiMetadata.from(send(client, streamed)).cost()).hasToString("0.0006 USD");
			Counter counter = context.getBean(MeterRegistry.class)
				.get("gen_ai.client.estimated_cost")
				.tag("currency", "USD")
				.tag("gen_ai.system", "qhaigc")
				.tag("gen_ai.request.model", "gemini-3.5-flash")
				.counter();
			assertThat(counter.count()).isCloseTo(0.0014, within(1e-12));
		});
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void sumsCostsOfToolCallRounds(boolean streamed) {
		this.gateway.callTool("now", Map.of()).usage(1000, 200, 1200);
		this.gateway.reply("noon").usage(2000, 200, 2200);
		this.withPrices.run((context) -> {
			registerObservationHandler(context);
			ChatClient client = context.getBean(ChatClient.Builder.class)
				.defaultTools(FunctionToolCallback.builder("now", () -> "12:00").build())
				.build();
			assertThat(QhaigcGeminiMetadata.from(send(client, streamed)).cost()).hasToString("0.0019 USD");
			assertThat(context.getBean(MeterRegistry.class).get("gen_ai.client.estimated_cost").counter().count())
				.isCloseTo(0.0019, within(1e-12));
		});
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void recordsNoCostOfModelThatFailsBeforeFailover(boolean streamed) {
		this.gateway.googleError(503);
		this.gateway.reply("two").usage(1000, 200, 1200);
		this.withPrices.withPropertyValues("qhaigc.models.next.max-retry-after=10s", "qhaigc.failover=next")
			.run((context) -> {
				registerObservationHandler(context);
				ChatClient client = context.getBean(ChatClient.Builder.class).build();
				assertThat(QhaigcGeminiMetadata.from(send(client, streamed)).cost()).hasToString("0.0008 USD");
				assertThat(context.getBean(MeterRegistry.class).get("gen_ai.client.estimated_cost").counter().count())
					.isCloseTo(0.0008, within(1e-12));
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					input=1,output=2                           | The property 'qhaigc.prices.gemini-3.5-flash.currency' is not set.
					input=1,output=2,currency=                 | The property 'qhaigc.prices.gemini-3.5-flash.currency' is empty.
					output=2,currency=USD                      | The property 'qhaigc.prices.gemini-3.5-flash.input' is not set.
					input=-1,output=2,currency=USD             | Invalid price under 'qhaigc.prices.gemini-3.5-flash': 'input' must not be negative, but is -1.
					input=1.5$,output=2,currency=USD           | The property 'qhaigc.prices.gemini-3.5-flash.input' is not a number: '1.5$'.
					input=1,output=2,currency=USD,per=million  | The property 'qhaigc.prices.gemini-3.5-flash.per' is not a number of tokens: 'million'.
					input=1,output=2,currency=USD,inptu=3      | The property 'qhaigc.prices.gemini-3.5-flash.inptu' does not exist.
					""")
	void rejectsInvalidPrice(String fields, String message) {
		String[] properties = List.of(fields.split(","))
			.stream()
			.map((field) -> "qhaigc.prices.gemini-3.5-flash." + field)
			.toArray(String[]::new);
		this.application.withPropertyValues(properties)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	@Test
	void rejectsInvalidPattern() {
		this.application
			.withPropertyValues("qhaigc.prices[gemini-(a|b)].input=1", "qhaigc.prices[gemini-(a|b)].output=1",
					"qhaigc.prices[gemini-(a|b)].currency=USD")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("Invalid name under 'qhaigc.prices': 'gemini-(a|b)' is neither a model ID"));
	}

	@Test
	void startsWithoutPriceClassesIfThereAreNoPrices() {
		this.gateway.reply("one");
		this.application.withClassLoader(new FilteredClassLoader(Prices.class.getPackageName())).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ChatModelCustomizer.class);
			assertThat(context.getBean(ChatModel.class).call("?")).isEqualTo("one");
		});
	}

	private static void registerObservationHandler(ApplicationContext context) {
		context.getBean(ObservationRegistry.class)
			.observationConfig()
			.observationHandler(context.getBean(ObservationHandler.class));
	}

	private static ChatResponse send(ChatClient client, boolean streamed) {
		ChatResponse response = streamed ? client.prompt("?").stream().chatResponse().blockLast()
				: client.prompt("?").call().chatResponse();
		assertThat(response).isNotNull();
		return response;
	}

	private static List<PropertySource<?>> yaml(String text) {
		try {
			return new YamlPropertySourceLoader().load("prices",
					new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
