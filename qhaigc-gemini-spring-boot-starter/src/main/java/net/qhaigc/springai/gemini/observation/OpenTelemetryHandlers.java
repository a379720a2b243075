package net.qhaigc.springai.gemini.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Creates the handlers and the meter filter that record the observations of an
 * {@link OpenTelemetryChatObservationConvention} as metrics and spans.
 */
public final class OpenTelemetryHandlers {

	private OpenTelemetryHandlers() {
	}

	/**
	 * Create a handler that records the metric {@code gen_ai.client.token.usage}.
	 * @param registry the registry of the metric
	 * @return the handler
	 */
	public static ObservationHandler<ChatModelObservationContext> tokenUsage(MeterRegistry registry) {
		return new TokenUsageHandler(registry);
	}

	/**
	 * Create a filter that removes Spring AI's own token metric, and that sets the
	 * attributes and buckets of OpenTelemetry's conventions.
	 * @return the filter
	 */
	public static MeterFilter meterFilter() {
		return new GenAiMeterFilter();
	}

	/**
	 * Create a handler that records spans of the kind {@code CLIENT}. The values of their
	 * attributes are numbers, booleans or arrays where the conventions specify these
	 * types.
	 * @param tracer the tracer
	 * @return the handler
	 */
	public static TracingObservationHandler<ChatModelObservationContext> tracing(Tracer tracer) {
		return new ChatSpanHandler(tracer);
	}

}
