package net.qhaigc.springai.gemini.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * Records the input and output tokens of each response as a histogram, if the chat model
 * is observed with the {@link OpenTelemetryChatObservationConvention}.
 */
final class TokenUsageHandler implements ObservationHandler<ChatModelObservationContext> {

	static final String METER = "gen_ai.client.token.usage";

	private final MeterRegistry registry;

	TokenUsageHandler(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ChatModelObservationContext;
	}

	@Override
	public void onStop(ChatModelObservationContext context) {
		boolean usesOpenTelemetryConvention = context
			.getLowCardinalityKeyValue(GenAiAttribute.PROVIDER_NAME.key()) != null;
		if (!usesOpenTelemetryConvention || context.getResponse() == null) {
			return;
		}
		Usage usage = context.getResponse().getMetadata().getUsage();
		if (usage == null || usage.getTotalTokens() == 0) {
			return;
		}
		record("input", usage.getPromptTokens(), context);
		record("output", usage.getCompletionTokens(), context);
	}

	private void record(String type, int tokens, ChatModelObservationContext context) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			if (!GenAiAttribute.ERROR_TYPE.key().equals(keyValue.getKey())) {
				tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
			}
		}
		DistributionSummary.builder(METER)
			.description("Number of input and output tokens used")
			.tags(tags)
			.tag("gen_ai.token.type", type)
			.register(this.registry)
			.record(tokens);
	}

}
