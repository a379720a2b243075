package net.qhaigc.springai.gemini.docs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import net.qhaigc.springai.gemini.QuotaKeyResolver;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.metadata.Cost;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.quota.BudgetWarning;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/costs.md}, and the code for tenants in
 * {@code docs/quotas.md}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CostsTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private ConfigurableApplicationContext application;

	@BeforeEach
	void start() {
		start("--qhaigc.prices[*].input=1000", "--qhaigc.prices[*].output=2000", "--qhaigc.prices[*].currency=USD",
				"--qhaigc.budget.per-day=1");
	}

	private void start(String... properties) {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey())
			.run(properties);
	}

	@AfterEach
	void close() {
		this.application.close();
		this.gateway.close();
	}

	@Test
	void responseHasCost(CapturedOutput output) {
		this.application.close();
		start("--qhaigc.prices.gemini-3.5-flash.input=0.30", "--qhaigc.prices.gemini-3.5-flash.output=2.50",
				"--qhaigc.prices.gemini-3.5-flash.currency=USD");
		this.gateway.reply("Hello.").usage(100, 50, 150);
		ChatClient chatClient = this.application.getBean(ChatClient.Builder.class).build();
		// tag::cost[]
		ChatResponse response = chatClient.prompt("Say hello.").call().chatResponse();
		Cost cost = QhaigcGeminiMetadata.from(response).cost();
		System.out.println(cost);
		// end::cost[]
		assertThat(output.getOut()).endsWith("""
				0.000155 USD
				""");
	}

	@Test
	void eachTenantHasItsOwnBudget() {
		this.gateway.reply("Hello.").usage(800, 100, 900);
		this.gateway.reply("Hello.");
		assertThat(ask("a")).isEqualTo("Hello.");
		assertThat(ask("a")).startsWith("The budget is renewed at 20");
		assertThat(ask("b")).isEqualTo("Hello.");
		List<String> warnings = this.application.getBean(Application.class).warnings;
		Awaitility.await().until(() -> !warnings.isEmpty());
		assertThat(warnings).containsExactly("a: 1 USD of 1 USD");
	}

	private String ask(String tenant) {
		ChatClient chatClient = this.application.getBean(ChatClient.Builder.class).build();
		// tag::exceeded[]
		try {
			return chatClient.prompt("Say hello.").toolContext(Map.of("tenant", tenant)).call().content();
		}
		catch (BudgetExceededException ex) {
			return "The budget is renewed at " + ex.renewedAt();
		}
		// end::exceeded[]
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<String> warnings = new CopyOnWriteArrayList<>();

		// tag::tenants[]
		@Bean
		QuotaKeyResolver quotaKeyResolver() {
			return (options, context) -> (options.getToolContext() != null)
					? (String) options.getToolContext().get("tenant") : null;
		}
		// end::tenants[]

		// tag::warning[]
		@EventListener
		void warn(BudgetWarning warning) {
			this.warnings.add(warning.key() + ": " + warning.spent() + " of " + warning.limit());
		}
		// end::warning[]

	}

}
