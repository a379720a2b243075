package net.qhaigc.springai.gemini.test.spring;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Starts a stand-in gateway for an application, depending on the property
 * {@code qhaigc.stand-in}, so that samples run without an API key. A gateway that
 * {@link EnableQhaigcGateway} starts takes precedence.
 * <p>
 * The names of the properties are literals, because this module does not depend on the
 * starter.
 */
class StandInGatewayInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final String STAND_IN = "qhaigc.stand-in";

	static final String EVENT_DELAY = "qhaigc.stand-in-event-delay";

	private static final Log logger = LogFactory.getLog(StandInGatewayInitializer.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		String reason = reason(context.getEnvironment());
		if (reason == null || context.getBeanFactory().containsSingleton(GatewayRegistration.TEST_BEAN_NAME)) {
			return;
		}
		QhaigcGateway gateway = QhaigcGateway.builder().autoRespond(eventDelay(context.getEnvironment())).start();
		GatewayRegistration.register(gateway, GatewayRegistration.STAND_IN_BEAN_NAME, context);
		logger.warn("Using a stand-in gateway at " + gateway.url() + " because " + reason
				+ " to use the Qhaigc gateway. The responses of the stand-in gateway are not from a model.");
	}

	/**
	 * Return why a stand-in gateway is used and how to change that, or null if none is
	 * used.
	 */
	private static @Nullable String reason(Environment environment) {
		String value = environment.getProperty(STAND_IN, "false");
		return switch (value) {
			case "false" -> null;
			case "true" -> STAND_IN + " is true. Remove this property";
			case "when-no-key" -> (hasText(environment, "qhaigc.api-key") || hasText(environment, "qhaigc.api-keys")
					|| hasText(environment, "qhaigc.api-keys[0]") || hasText(environment, "qhaigc.base-url")) ? null
							: "no API key is set. Set QHAIGC_API_KEY or qhaigc.api-key";
			default -> throw new IllegalArgumentException(
					"The property '" + STAND_IN + "' is '" + value + "'. It must be true, false or when-no-key.");
		};
	}

	/**
	 * Return whether a property has a value. A placeholder that cannot be resolved does
	 * not count as a value.
	 */
	private static boolean hasText(Environment environment, String name) {
		try {
			return StringUtils.hasText(environment.getProperty(name));
		}
		catch (PlaceholderResolutionException ex) {
			return false;
		}
	}

	private static Duration eventDelay(Environment environment) {
		return environment.getProperty(EVENT_DELAY, Duration.class, Duration.ZERO);
	}

}
