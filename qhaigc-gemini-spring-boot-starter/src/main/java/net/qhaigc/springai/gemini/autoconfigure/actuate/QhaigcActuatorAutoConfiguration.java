package net.qhaigc.springai.gemini.autoconfigure.actuate;

import java.util.Map;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.autoconfigure.NamedModelReader;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcClientAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;

/**
 * Auto-configuration for Spring Boot Actuator: sanitizes API keys, proxy passwords and
 * additional request headers in all endpoints, and contributes the default model to the
 * info endpoint if {@code management.info.qhaigc.enabled} is true.
 */
@AutoConfiguration(after = { QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class })
@ConditionalOnClass({ SanitizingFunction.class, ConditionalOnEnabledInfoContributor.class })
public final class QhaigcActuatorAutoConfiguration {

	@Bean
	SanitizingFunction qhaigcSanitizingFunction(Environment environment) {
		NamedModelReader reader = new NamedModelReader(environment);
		return new SecretSanitizer(reader.apiKeys(), reader.proxyPasswords());
	}

	@Bean
	@ConditionalOnBean(QhaigcGeminiChatModel.class)
	@ConditionalOnEnabledInfoContributor(value = "qhaigc", fallback = InfoContributorFallback.DISABLE)
	@ConditionalOnMissingBean(name = "qhaigcInfoContributor")
	InfoContributor qhaigcInfoContributor(QhaigcGeminiChatModel model) {
		return (info) -> info.withDetail("qhaigc", Map.of("model", String.valueOf(model.getOptions().getModel())));
	}

}
