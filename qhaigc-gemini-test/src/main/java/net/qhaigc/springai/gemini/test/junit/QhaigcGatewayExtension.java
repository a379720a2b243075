package net.qhaigc.springai.gemini.test.junit;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests of a class a gateway: as a parameter of methods and constructors, and
 * from {@link #gateway()} if the extension is registered in a field.
 * <p>
 * The gateway runs as long as the tests of the class, or of one method if the extension
 * is registered in an instance field. It is {@linkplain QhaigcGateway#reset() reset}
 * before each test, and {@linkplain QhaigcGateway#verify() verified} after each test;
 * what it finds after a test that has failed already is added to that failure as a
 * suppressed one. Tests that share it must not run at the same time.
 */
public final class QhaigcGatewayExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(QhaigcGatewayExtension.class);

	private final QhaigcGateway.Builder builder;

	private volatile @Nullable QhaigcGateway gateway;

	/**
	 * An extension whose gateway has the usual settings.
	 */
	public QhaigcGatewayExtension() {
		this(QhaigcGateway.builder());
	}

	/**
	 * An extension whose gateway has other settings.
	 * @param builder the settings
	 */
	public QhaigcGatewayExtension(QhaigcGateway.Builder builder) {
		this.builder = builder;
	}

	/**
	 * The gateway of the tests that run now.
	 * @return the gateway
	 * @throws IllegalStateException if no test has begun
	 */
	public QhaigcGateway gateway() {
		QhaigcGateway gateway = this.gateway;
		if (gateway == null) {
			throw new IllegalStateException("The gateway starts with the first test: is the field @RegisterExtension?");
		}
		return gateway;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		gateway(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		gateway(context).reset();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		gateway(context).verifyAfter(context.getExecutionException().orElse(null));
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == QhaigcGateway.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return gateway(context);
	}

	/**
	 * The gateway in the store, which closes it with the context that it was started for.
	 */
	private QhaigcGateway gateway(ExtensionContext context) {
		QhaigcGateway gateway = context.getStore(NAMESPACE)
			.computeIfAbsent(this, (key) -> this.builder.start(), QhaigcGateway.class);
		this.gateway = gateway;
		return gateway;
	}

}
