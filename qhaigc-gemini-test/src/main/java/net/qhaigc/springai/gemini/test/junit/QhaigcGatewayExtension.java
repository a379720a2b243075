package net.qhaigc.springai.gemini.test.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.QhaigcGatewayBuilder;

/**
 * Starts a gateway for the tests of a class. The gateway is available as a parameter of
 * methods and constructors, and from {@link #gateway()} if the extension is registered in
 * a field.
 * <p>
 * One gateway is started for all tests of the class, or for each test if the extension is
 * registered in an instance field. It is {@linkplain QhaigcGateway#reset() reset} before
 * each test and {@linkplain QhaigcGateway#verifyAfter(Throwable) verified} after each
 * test. Tests that share a gateway must not run concurrently.
 */
public final class QhaigcGatewayExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(QhaigcGatewayExtension.class);

	private final QhaigcGatewayBuilder builder;

	private volatile @Nullable QhaigcGateway gateway;

	/**
	 * Create an extension for a gateway with the default settings.
	 */
	public QhaigcGatewayExtension() {
		this(QhaigcGateway.builder());
	}

	/**
	 * Create an extension for a gateway with the settings of a builder.
	 * @param builder the builder with the settings
	 */
	public QhaigcGatewayExtension(QhaigcGatewayBuilder builder) {
		this.builder = builder;
	}

	/**
	 * Return the gateway of the current test.
	 * @return the gateway
	 * @throws IllegalStateException if the gateway has not been started
	 */
	public QhaigcGateway gateway() {
		QhaigcGateway gateway = this.gateway;
		if (gateway == null) {
			throw new IllegalStateException(
					"The gateway has not been started. It is started before the first test. Annotate the field of the extension with @RegisterExtension.");
		}
		return gateway;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		getOrStartGateway(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		getOrStartGateway(context).reset();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		getOrStartGateway(context).verifyAfter(context.getExecutionException().orElse(null));
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == QhaigcGateway.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return getOrStartGateway(context);
	}

	/**
	 * Return the gateway of the context, and start the gateway if necessary. The store of
	 * the context closes the gateway when the context ends.
	 */
	private QhaigcGateway getOrStartGateway(ExtensionContext context) {
		QhaigcGateway gateway = context.getStore(NAMESPACE)
			.computeIfAbsent(this, (key) -> this.builder.start(), QhaigcGateway.class);
		this.gateway = gateway;
		return gateway;
	}

}
