package net.qhaigc.springai.gemini.autoconfigure.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the observations of chat models.
 *
 * @param convention Names of metrics, spans and their attributes: those of Spring AI, or
 * those of OpenTelemetry's current semantic conventions.
 * @param includeMessages Whether spans contain the messages of requests and responses,
 * which may be sensitive. Requires the convention 'opentelemetry'.
 */
@ConfigurationProperties("qhaigc.observations")
public record QhaigcObservationProperties(@DefaultValue("spring-ai") Convention convention,
		@DefaultValue("false") boolean includeMessages) {

	/**
	 * Names of metrics, spans and their attributes.
	 */
	public enum Convention {

		/** The names of Spring AI. */
		SPRING_AI,

		/** The names of OpenTelemetry's semantic conventions for generative AI. */
		OPENTELEMETRY

	}

}
