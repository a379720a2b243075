package net.qhaigc.springai.gemini.autoconfigure.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import net.qhaigc.springai.gemini.observation.OpenTelemetryChatObservationConvention;
import net.qhaigc.springai.gemini.observation.OpenTelemetryHandlers;

/**
 * Auto-configuration for observations that follow OpenTelemetry's semantic conventions.
 * Enabled by {@code qhaigc.observations.convention=opentelemetry}.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" })
@ConditionalOnProperty(name = "qhaigc.observations.convention", havingValue = "opentelemetry")
@EnableConfigurationProperties(QhaigcObservationProperties.class)
public final class QhaigcObservationAutoConfiguration {

	private static final Log logger = LogFactory.getLog(QhaigcObservationAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(ChatModelObservationConvention.class)
	OpenTelemetryChatObservationConvention qhaigcChatObservationConvention(QhaigcObservationProperties properties) {
		OpenTelemetryChatObservationConvention convention = new OpenTelemetryChatObservationConvention();
		if (!properties.includeMessages()) {
			return convention;
		}
		logger.warn("Spans contain the messages of users and models (qhaigc.observations.include-messages)");
		return convention.withMessages();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		MeterFilter qhaigcGenAiMeterFilter() {
			return OpenTelemetryHandlers.meterFilter();
		}

		@Bean
		@ConditionalOnBean(MeterRegistry.class)
		ObservationHandler<ChatModelObservationContext> qhaigcTokenUsageHandler(MeterRegistry registry) {
			return OpenTelemetryHandlers.tokenUsage(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	static class TracingConfiguration {

		/**
		 * Comes before Spring Boot's own handlers, since only the first tracing handler
		 * that supports an observation is called.
		 */
		@Bean
		@Order(0)
		@ConditionalOnBean(Tracer.class)
		TracingObservationHandler<ChatModelObservationContext> qhaigcChatSpanHandler(Tracer tracer) {
			return OpenTelemetryHandlers.tracing(tracer);
		}

	}

}
