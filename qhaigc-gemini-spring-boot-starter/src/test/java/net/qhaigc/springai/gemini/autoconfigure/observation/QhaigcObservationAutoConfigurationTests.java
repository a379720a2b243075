package net.qhaigc.springai.gemini.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.observation.OpenTelemetryChatObservationConvention;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcObservationAutoConfiguration}.
 */
class QhaigcObservationAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private final List<Observation.Context> observed = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway)
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ObservationRegistry.class, this::registry);

	private final ApplicationContextRunner withOpenTelemetry = this.application
		.withPropertyValues("qhaigc.observations.convention=opentelemetry");

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@Test
	void usesSpringAiNamesByDefault() {
		this.application.run((context) -> {
			assertThat(context).doesNotHaveBean(ChatModelObservationConvention.class)
				.doesNotHaveBean(MeterFilter.class)
				.doesNotHaveBean(ObservationHandler.class);
			context.getBean(ChatModel.class).call("Hi");
			assertThat(value("gen_ai.system")).isEqualTo("qhaigc");
		});
	}

	@Test
	void usesOpenTelemetryNamesIfSelected() {
		this.withOpenTelemetry.run((context) -> {
			assertThat(context).hasSingleBean(OpenTelemetryChatObservationConvention.class)
				.hasSingleBean(MeterFilter.class)
				.hasSingleBean(ObservationHandler.class);
			context.getBean(ChatModel.class).call("Hi");
			assertThat(value("gen_ai.provider.name")).isEqualTo("qhaigc");
			assertThat(value("server.port")).isEqualTo(String.valueOf(this.gateway.port()));
			assertThat(value("gen_ai.input.messages")).isNull();
		});
	}

	@Test
	void recordsServerOfNamedModel() {
		this.withOpenTelemetry.withPropertyValues("qhaigc.models.other.base-url=https://other.example")
			.run((context) -> {
				ChatModel model = context.getBean("other", ChatModel.class);
				assertThat(model).isNotNull();
				assertThat(callAndGetRecordedServer(model)).isEqualTo("other.example:443");
			});
	}

	@Test
	void recordsMessagesIfEnabled() {
		this.withOpenTelemetry.withPropertyValues("qhaigc.observations.include-messages=true").run((context) -> {
			context.getBean(ChatModel.class).call("Hi");
			assertThat(value("gen_ai.input.messages")).isEqualTo("""
					[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""");
		});
	}

	@Test
	void backsOffWhenUserDefinesConvention() {
		this.withOpenTelemetry
			.withBean(ChatModelObservationConvention.class, DefaultChatModelObservationConvention::new)
			.run((context) -> assertThat(context).hasSingleBean(ChatModelObservationConvention.class)
				.doesNotHaveBean(OpenTelemetryChatObservationConvention.class));
	}

	@Test
	void startsWithoutMicrometerTracing() {
		this.withOpenTelemetry.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(OpenTelemetryChatObservationConvention.class));
	}

	private String callAndGetRecordedServer(ChatModel model) {
		try {
			model.call("Hi");
		}
		catch (RuntimeException ex) {
			// The server does not exist. The observation is recorded nevertheless.
		}
		return value("server.address") + ":" + value("server.port");
	}

	private @Nullable String value(String key) {
		return this.observed.get(this.observed.size() - 1)
			.getAllKeyValues()
			.stream()
			.filter((keyValue) -> keyValue.getKey().equals(key))
			.map(KeyValue::getValue)
			.findFirst()
			.orElse(null);
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStop(Observation.Context context) {
				if (context.getName().startsWith("gen_ai.client.operation")) {
					QhaigcObservationAutoConfigurationTests.this.observed.add(context);
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		return registry;
	}

}
