package net.qhaigc.samples.playground;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Annotation for tests of the playground with a stand-in gateway and an in-memory
 * database.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "qhaigc.api-key=test-key", "spring.datasource.url=jdbc:h2:mem:playground",
				"spring.ai.retry.max-attempts=1", "spring.ai.retry.backoff.initial-interval=10ms" })
@Import(PlaygroundTest.Gateway.class)
@interface PlaygroundTest {

	/** Not annotated with @Configuration, to exclude it from component scanning. */
	class Gateway {

		@Bean
		QhaigcGateway gateway() {
			return QhaigcGateway.start();
		}

		@Bean
		DynamicPropertyRegistrar gatewayProperties(QhaigcGateway gateway) {
			return (registry) -> registry.add("qhaigc.base-url", gateway::url);
		}

	}

}
