package net.qhaigc.springai.gemini.test.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Creates a context customizer for each test class with {@link EnableQhaigcGateway}.
 */
class QhaigcGatewayContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		EnableQhaigcGateway annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				EnableQhaigcGateway.class);
		return (annotation != null) ? new QhaigcGatewayContextCustomizer(annotation) : null;
	}

}
