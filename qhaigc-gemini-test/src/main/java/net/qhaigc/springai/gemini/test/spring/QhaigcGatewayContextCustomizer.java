package net.qhaigc.springai.gemini.test.spring;

import java.util.Map;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts a gateway for a context and makes it known there. Contexts are shared by the
 * test classes whose annotations are equal.
 *
 * @param annotation how the gateway is started
 */
record QhaigcGatewayContextCustomizer(EnableQhaigcGateway annotation) implements ContextCustomizer {

	static final String BEAN_NAME = "qhaigcGateway";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		QhaigcGateway gateway = start();
		context.getBeanFactory().registerSingleton(BEAN_NAME, gateway);
		((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean(BEAN_NAME, gateway::close);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(BEAN_NAME,
					Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey())));
	}

	private QhaigcGateway start() {
		QhaigcGateway.Builder builder = QhaigcGateway.builder().models(this.annotation.models());
		if (this.annotation.autoRespond()) {
			builder.autoRespond();
		}
		if (this.annotation.lenient()) {
			builder.lenient();
		}
		if (!this.annotation.signatureRules()) {
			builder.withoutSignatureRules();
		}
		return builder.start();
	}

}
