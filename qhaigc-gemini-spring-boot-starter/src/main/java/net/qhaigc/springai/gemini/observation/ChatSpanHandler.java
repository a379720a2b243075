package net.qhaigc.springai.gemini.observation;

import java.util.Arrays;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Records observations of chat models as spans of the kind {@code CLIENT}. Each
 * {@link GenAiAttribute} has the data type that OpenTelemetry's semantic conventions
 * specify, and is omitted if it has no value. All other attributes are strings.
 */
final class ChatSpanHandler implements TracingObservationHandler<ChatModelObservationContext> {

	private final Tracer tracer;

	ChatSpanHandler(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ChatModelObservationContext;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public void onStart(ChatModelObservationContext context) {
		Span.Builder builder = this.tracer.spanBuilder().kind(Span.Kind.CLIENT).name(getSpanName(context));
		Span parent = getParentSpan(context);
		if (parent != null) {
			builder.setParent(parent.context());
		}
		getTracingContext(context).setSpan(builder.start());
	}

	@Override
	public void onStop(ChatModelObservationContext context) {
		Span span = getRequiredSpan(context);
		span.name(getSpanName(context));
		tagSpan(context, span);
		endSpan(context, span);
	}

	@Override
	public void tagSpan(ChatModelObservationContext context, Span span) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			GenAiAttribute attribute = GenAiAttribute.of(keyValue.getKey());
			if (attribute == null) {
				span.tag(keyValue.getKey(), keyValue.getValue());
			}
			else if (!keyValue.getValue().equals(KeyValue.NONE_VALUE)) {
				tag(span, attribute, keyValue.getValue());
			}
		}
	}

	private static void tag(Span span, GenAiAttribute attribute, String value) {
		switch (attribute.type()) {
			case STRING -> span.tag(attribute.key(), value);
			case STRINGS -> span.tagOfStrings(attribute.key(), strings(value));
			case INT -> span.tag(attribute.key(), Long.parseLong(value));
			case DOUBLE -> span.tag(attribute.key(), Double.parseDouble(value));
			case BOOLEAN -> span.tag(attribute.key(), Boolean.parseBoolean(value));
		}
	}

	private static List<String> strings(String array) {
		return Arrays.asList(JsonMapper.shared().readValue(array, String[].class));
	}

}
