package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.autoconfigure.ClientQuotas;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcQuotaProperties;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.quota.BucketStore;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcQuotaAutoConfiguration}.
 */
class QhaigcQuotaAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway);

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			qhaigc.quota.requests-per-minute=1 | The quota of 1 request per minute is used up
			qhaigc.quota.tokens-per-minute=1   | The quota of 1 token per minute is used up
			""")
	void rejectsRequestThatExceedsQuota(String property, String message) {
		this.gateway.reply("one").usage(100, 100, 200);
		this.application.withPropertyValues(property, "qhaigc.quota.max-wait=0s").run((context) -> {
			ChatClient client = context.getBean(ChatClient.Builder.class).build();
			assertThat(client.prompt("?").call().content()).isEqualTo("one");
			assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> client.prompt("?").call().content())
				.withMessageStartingWith(message);
		});
	}

	@Test
	void bindsQuotaProperties() {
		this.application
			.withPropertyValues("qhaigc.quota.requests-per-minute=600", "qhaigc.quota.tokens-per-minute=100000",
					"qhaigc.quota.concurrent-requests=8", "qhaigc.quota.max-wait=2s")
			.run((context) -> {
				QhaigcQuotaProperties quota = context.getBean(QhaigcProperties.class).getQuota();
				assertThat(quota.getRequestsPerMinute()).isEqualTo(600);
				assertThat(quota.getTokensPerMinute()).isEqualTo(100_000);
				assertThat(quota.getConcurrentRequests()).isEqualTo(8);
				assertThat(quota.getMaxWait()).isEqualTo(Duration.ofSeconds(2));
			});
	}

	@Test
	void namedModelHasItsOwnQuota() {
		this.gateway.reply("one");
		this.gateway.reply("two");
		this.gateway.reply("three");
		this.application
			.withPropertyValues("qhaigc.models.lite.model=gemini-3.5-flash-lite",
					"qhaigc.models.lite.quota.requests-per-minute=1", "qhaigc.models.lite.quota.max-wait=0s")
			.run((context) -> {
				ChatModel lite = context.getBean("lite", ChatModel.class);
				assertThat(lite.call("?")).isEqualTo("one");
				assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> lite.call("?"));
				ChatClient client = context.getBean(ChatClient.Builder.class).build();
				assertThat(client.prompt("?").call().content()).isEqualTo("two");
				assertThat(client.prompt("?").call().content()).isEqualTo("three");
			});
	}

	@Test
	void registersGaugeForEachQuota() {
		this.application
			.withPropertyValues("qhaigc.quota.requests-per-minute=8", "qhaigc.models.lite.model=gemini-3.5-flash-lite",
					"qhaigc.models.lite.quota.requests-per-minute=16")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				// For limits this low, a quarter of the limit is available at first.
				assertThat(registry.get("qhaigc.quota.available").tag("quota", "default").gauge().value()).isEqualTo(2);
				assertThat(registry.get("qhaigc.quota.available").tag("quota", "lite").gauge().value()).isEqualTo(4);
			});
	}

	@Test
	void modelsWithSameConnectionShareQuota() {
		this.gateway.reply("one");
		this.application
			.withPropertyValues("qhaigc.models.lite.model=gemini-3.5-flash-lite", "qhaigc.quota.requests-per-minute=1",
					"qhaigc.quota.max-wait=0s")
			.run((context) -> {
				assertThat(context.getBean("lite", ChatModel.class).call("?")).isEqualTo("one");
				assertThatExceptionOfType(QhaigcTransientException.class)
					.isThrownBy(() -> context.getBean(ChatModel.class).call("?"));
			});
	}

	@ParameterizedTest
	@CsvSource({ "requests-per-minute", "tokens-per-minute", "concurrent-requests" })
	void rejectsNegativeLimit(String limit) {
		this.application.withPropertyValues("qhaigc.quota." + limit + "=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("qhaigc.quota." + limit + " must be from 0 to 60000000000, but is -1"));
	}

	@Test
	void rejectsZeroMaxTenants() {
		this.application.withPropertyValues("qhaigc.quota.requests-per-minute=1", "qhaigc.quota.max-tenants=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("qhaigc.quota.max-tenants must be positive, but is 0"));
	}

	@Test
	void quotaBeanReplacesQuotaProperties() {
		RequestQuota rejecting = (request) -> Mono.error(() -> new QhaigcTransientException("rejected",
				new GatewayProblem(0, "quota_exceeded", null, "rejected", null, null, null), null));
		this.application.withPropertyValues("qhaigc.quota.requests-per-minute=600")
			.withBean(RequestQuota.class, () -> rejecting)
			.run((context) -> assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> context.getBean(ChatModel.class).call("?"))
				.withMessage("rejected"));
		assertThat(this.gateway.received()).isEmpty();
	}

	@Test
	void instancesShareQuotaInProxyManager() {
		this.gateway.reply("one");
		MapProxyManager store = new MapProxyManager();
		ApplicationContextRunner instance = this.application
			.withPropertyValues("qhaigc.quota.requests-per-minute=1", "qhaigc.quota.max-wait=0s")
			.withBean(MapProxyManager.class, () -> store);
		instance.run((one) -> instance.run((other) -> {
			assertThat(one.getBean(ChatModel.class).call("?")).isEqualTo("one");
			assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> other.getBean(ChatModel.class).call("?"));
		}));
	}

	@Test
	void instancesShareQuotaInBucketStoreOfApplication() {
		this.gateway.reply("one");
		MapProxyManager store = new MapProxyManager();
		ApplicationContextRunner instance = this.application
			.withPropertyValues("qhaigc.quota.requests-per-minute=1", "qhaigc.quota.max-wait=0s")
			.withBean(BucketStore.class, () -> BucketStore.of(store));
		instance.run((one) -> instance.run((other) -> {
			assertThat(one.getBean(ChatModel.class).call("?")).isEqualTo("one");
			assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> other.getBean(ChatModel.class).call("?"));
		}));
	}

	@Test
	void loadsNoQuotaClassIfNoQuotaPropertyIsSet() {
		Set<String> loaded = new ConcurrentSkipListSet<>();
		this.application.withClassLoader(new FilteredClassLoader((name) -> {
			if (name.startsWith("io.github.bucket4j") || name.startsWith("net.qhaigc.springai.gemini.quota")) {
				loaded.add(name);
			}
			return false;
		})).run((context) -> assertThat(context).hasNotFailed());
		assertThat(loaded).isEmpty();
	}

	@Test
	void startsWithoutQuotaClassesIfNoQuotaPropertyIsSet() {
		this.gateway.reply("one");
		this.application
			.withClassLoader(new FilteredClassLoader("io.github.bucket4j", "net.qhaigc.springai.gemini.quota"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ClientQuotas.class);
				assertThat(context.getBean(ChatModel.class).call("?")).isEqualTo("one");
			});
	}

}
