package net.qhaigc.springai.gemini.test.spring;

import java.util.Map;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Registers a gateway as a bean that is closed when the context is closed, and sets the
 * properties {@code qhaigc.base-url} and {@code qhaigc.api-key}.
 */
final class GatewayRegistration {

	/** The bean name of the gateway that {@link EnableQhaigcGateway} starts. */
	static final String TEST_BEAN_NAME = "qhaigcGateway";

	/** The bean name of the gateway that {@link StandInGatewayInitializer} starts. */
	static final String STAND_IN_BEAN_NAME = "qhaigcStandInGateway";

	private GatewayRegistration() {
	}

	static void register(QhaigcGateway gateway, String beanName, ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton(beanName, gateway);
		((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean(beanName, gateway::close);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(beanName,
					Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey())));
	}

}
