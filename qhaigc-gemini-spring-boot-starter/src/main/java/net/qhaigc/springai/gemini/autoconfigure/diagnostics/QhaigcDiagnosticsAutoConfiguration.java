package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Auto-configuration for checks of the configuration: for properties under {@code qhaigc}
 * that do not exist, and for a value of {@code spring.ai.model.chat} that begins with
 * {@code qhaigc} but is not {@code qhaigc-gemini}.
 */
@AutoConfiguration
@ConditionalOnClass({ QhaigcGeminiChatModel.class, HttpClient.class })
@Import(ProviderNameCheck.class)
public final class QhaigcDiagnosticsAutoConfiguration {

	@Bean
	static UnknownPropertyCheck qhaigcUnknownPropertyCheck(Environment environment) {
		return new UnknownPropertyCheck(environment);
	}

}
