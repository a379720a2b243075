package net.qhaigc.springai.gemini.test.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Resets the gateway of a test class with {@link EnableQhaigcGateway} before each test,
 * and verifies the gateway after each test unless {@code verify} is false.
 */
class QhaigcGatewayTestExecutionListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext context) {
		if (annotation(context) != null) {
			gateway(context).reset();
		}
	}

	@Override
	public void afterTestMethod(TestContext context) {
		EnableQhaigcGateway annotation = annotation(context);
		if (annotation != null && annotation.verify()) {
			gateway(context).verifyAfter(context.getTestException());
		}
	}

	private static @Nullable EnableQhaigcGateway annotation(TestContext context) {
		return TestContextAnnotationUtils.findMergedAnnotation(context.getTestClass(), EnableQhaigcGateway.class);
	}

	private static QhaigcGateway gateway(TestContext context) {
		return context.getApplicationContext().getBean(GatewayRegistration.TEST_BEAN_NAME, QhaigcGateway.class);
	}

}
