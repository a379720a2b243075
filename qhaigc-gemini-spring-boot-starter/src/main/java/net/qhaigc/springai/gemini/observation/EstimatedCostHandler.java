package net.qhaigc.springai.gemini.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.ai.chat.observation.ChatModelObservationContext;

import net.qhaigc.springai.gemini.metadata.Cost;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

/**
 * Counts the estimated costs of responses to calls and streams, including streams that
 * were cancelled after they had reported their usage. The response of each round of a
 * tool loop, and of each model that is called during a failover, is counted. The tags are
 * the currency and the low-cardinality key values of the observation, except the error
 * type.
 */
public final class EstimatedCostHandler implements ObservationHandler<ChatModelObservationContext> {

	private static final String METER = "gen_ai.client.estimated_cost";

	private final MeterRegistry registry;

	/**
	 * Create a handler.
	 * @param registry the registry of the meter
	 */
	public EstimatedCostHandler(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ChatModelObservationContext;
	}

	@Override
	public void onStop(ChatModelObservationContext context) {
		Cost cost = QhaigcGeminiMetadata.from(context.getResponse()).cost();
		if (cost != null) {
			Counter.builder(METER)
				.description("Estimated cost of responses")
				.tags(tags(context))
				.tag("currency", cost.currency())
				.register(this.registry)
				.increment(cost.amount().doubleValue());
		}
	}

	/**
	 * Leave out the error type, so that a failed stream has the same tags as a complete
	 * one.
	 */
	private static List<Tag> tags(ChatModelObservationContext context) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			if (!GenAiAttribute.ERROR_TYPE.key().equals(keyValue.getKey())) {
				tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
			}
		}
		return tags;
	}

}
