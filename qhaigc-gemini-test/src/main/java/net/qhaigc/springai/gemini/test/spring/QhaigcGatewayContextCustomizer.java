package net.qhaigc.springai.gemini.test.spring;

import java.nio.file.Path;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.QhaigcGatewayBuilder;

/**
 * Starts a gateway and registers it as a bean of the context. Test classes can share a
 * context only if their annotations are equal.
 *
 * @param annotation the settings of the gateway
 */
record QhaigcGatewayContextCustomizer(EnableQhaigcGateway annotation) implements ContextCustomizer {

	private static final String DEFAULT_URL = "https://api.qhaigc.net";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		GatewayRegistration.register(start(context.getEnvironment()), GatewayRegistration.TEST_BEAN_NAME, context);
	}

	private QhaigcGateway start(Environment environment) {
		QhaigcGatewayBuilder builder = QhaigcGateway.builder()
			.models(this.annotation.models())
			.additionalApiKeys(this.annotation.additionalApiKeys());
		if (this.annotation.apiKeys().length > 0) {
			builder.apiKeys(this.annotation.apiKeys());
		}
		if (this.annotation.acceptAnyKey()) {
			builder.acceptAnyKey();
		}
		if (this.annotation.autoRespond()) {
			builder.autoRespond();
		}
		if (this.annotation.lenient()) {
			builder.lenient();
		}
		if (!this.annotation.signatureRules()) {
			builder.withoutSignatureRules();
		}
		if (this.annotation.record()) {
			record(builder, environment);
		}
		else if (!this.annotation.recordings().isEmpty()) {
			builder.replay(Path.of(this.annotation.recordings()));
		}
		return builder.start();
	}

	private void record(QhaigcGatewayBuilder builder, Environment environment) {
		String key = environment.getProperty("QHAIGC_API_KEY");
		if (key == null || this.annotation.recordings().isEmpty()) {
			throw new IllegalStateException("@EnableQhaigcGateway(record = true) requires the environment variable"
					+ " QHAIGC_API_KEY, and a folder in 'recordings'");
		}
		builder.record(environment.getProperty("QHAIGC_BASE_URL", DEFAULT_URL), key,
				Path.of(this.annotation.recordings()));
	}

}
