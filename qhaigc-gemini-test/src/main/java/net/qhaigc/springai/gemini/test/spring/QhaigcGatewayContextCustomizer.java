package net.qhaigc.springai.gemini.test.spring;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.QhaigcGatewayBuilder;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts a gateway for a context and registers it there. Test classes with equal
 * annotations share a context.
 *
 * @param annotation the settings of the gateway
 */
record QhaigcGatewayContextCustomizer(EnableQhaigcGateway annotation) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		GatewayRegistration.register(start(), GatewayRegistration.TEST_BEAN_NAME, context);
	}

	private QhaigcGateway start() {
		QhaigcGatewayBuilder builder = QhaigcGateway.builder()
			.models(this.annotation.models())
			.additionalApiKeys(this.annotation.additionalApiKeys());
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
