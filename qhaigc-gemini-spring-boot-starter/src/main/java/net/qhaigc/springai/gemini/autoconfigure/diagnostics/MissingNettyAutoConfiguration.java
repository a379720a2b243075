package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.NamedModelReader;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;

/**
 * Auto-configuration that fails if Reactor Netty has been excluded from the dependencies
 * of an application that uses the gateway. The client requires Reactor Netty even if it
 * uses the connector of another HTTP client.
 */
@AutoConfiguration
@ConditionalOnMissingClass(MissingNettyAutoConfiguration.HTTP_CLIENT)
@Import(MissingNettyAutoConfiguration.UsageCheck.class)
public final class MissingNettyAutoConfiguration {

	static final String HTTP_CLIENT = "reactor.netty.http.client.HttpClient";

	/**
	 * Fails before beans are created, if the application uses the gateway.
	 *
	 * @param environment the environment of the application
	 */
	record UsageCheck(Environment environment) implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata,
				BeanDefinitionRegistry registry) {
			String provider = this.environment.getProperty(SpringAIModelProperties.CHAT_MODEL,
					QhaigcGeminiChatAutoConfiguration.PROVIDER);
			if (provider.equals(QhaigcGeminiChatAutoConfiguration.PROVIDER)
					|| !new NamedModelReader(this.environment).names().isEmpty()) {
				throw new ConfigurationException(
						"Reactor Netty is not on the classpath, and the client of the gateway requires it, even if"
								+ " 'spring.http.clients.reactive.connector' selects another HTTP client.",
						"Do not exclude 'io.projectreactor.netty:reactor-netty-http' from the dependencies of"
								+ " 'qhaigc-gemini-spring-boot-starter'.");
			}
		}

	}

}
