package net.qhaigc.springai.gemini.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Adapts meters to OpenTelemetry's semantic conventions: renames meters and tags, removes
 * the tag {@code error}, sets the buckets, and denies Spring AI's token counter, which
 * has the same name as the histogram of the conventions.
 */
final class GenAiMeterFilter implements MeterFilter {

	private static final String OPERATION = "gen_ai.client.operation";

	private static final String DURATION = OpenTelemetryChatObservationConvention.NAME;

	/** The tag for the provider in Spring AI's metrics of model calls. */
	private static final String SYSTEM = "gen_ai.system";

	/** The tag for the error in Micrometer's timers. */
	private static final String ERROR = "error";

	private static final double[] TOKEN_BUCKETS = { 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576,
			4194304, 16777216, 67108864 };

	private static final double[] DURATION_BUCKETS = Arrays
		.stream(new double[] { 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92 })
		.map((seconds) -> seconds * Duration.ofSeconds(1).toNanos())
		.toArray();

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		boolean isReplaced = id.getType() == Meter.Type.COUNTER && id.getName().equals(TokenUsageHandler.METER)
				&& id.getTag(GenAiAttribute.PROVIDER_NAME.key()) != null;
		return isReplaced ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		if (!id.getName().startsWith(OPERATION)) {
			return id;
		}
		boolean isDuration = id.getName().equals(DURATION);
		List<Tag> tags = id.getTags()
			.stream()
			.filter((tag) -> !isDuration || !tag.getKey().equals(ERROR))
			.map((tag) -> tag.getKey().equals(SYSTEM) ? Tag.of(GenAiAttribute.PROVIDER_NAME.key(), tag.getValue())
					: tag)
			.toList();
		return id.withName(name(id.getName())).replaceTags(tags);
	}

	/**
	 * Remove "duration" from the names that Micrometer derives from the name of the
	 * observation, such as {@code gen_ai.client.operation.duration.active}.
	 */
	private static String name(String name) {
		return name.startsWith(DURATION + ".") ? OPERATION + name.substring(DURATION.length()) : name;
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		double @Nullable [] buckets = switch (id.getName()) {
			case TokenUsageHandler.METER -> TOKEN_BUCKETS;
			case DURATION -> DURATION_BUCKETS;
			default -> null;
		};
		return (buckets == null) ? config
				: config.merge(DistributionStatisticConfig.builder().serviceLevelObjectives(buckets).build());
	}

}
