package net.qhaigc.springai.gemini.autoconfigure.actuate;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Auto-configuration for {@link QhaigcHealthIndicator}. Disabled unless
 * {@code management.health.qhaigc.enabled} is true, since the check sends requests to the
 * gateway.
 */
@AutoConfiguration(after = QhaigcGeminiChatAutoConfiguration.class)
@ConditionalOnClass(ReactiveHealthIndicator.class)
@ConditionalOnBean(QhaigcClient.class)
@ConditionalOnBooleanProperty("management.health.qhaigc.enabled")
public final class QhaigcHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "qhaigcHealthContributor")
	QhaigcHealthIndicator qhaigcHealthContributor(QhaigcClient client,
			@Value("${management.health.qhaigc.show-spending-limits:false}") boolean showSpendingLimits) {
		return new QhaigcHealthIndicator(client, showSpendingLimits);
	}

}
