package net.qhaigc.springai.gemini.test.assertj;

import org.assertj.core.api.Assertions;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Entry point for the assertions of this package, for a static import in place of
 * {@link Assertions}, whose methods it inherits.
 */
public final class QhaigcAssertions extends Assertions {

	private QhaigcAssertions() {
	}

	/**
	 * Create assertions for a gateway.
	 * @param gateway the gateway
	 * @return the assertions
	 */
	public static QhaigcGatewayAssert assertThat(QhaigcGateway gateway) {
		return new QhaigcGatewayAssert(gateway);
	}

	/**
	 * Create assertions for a request.
	 * @param request the request
	 * @return the assertions
	 */
	public static ReceivedRequestAssert assertThat(ReceivedRequest request) {
		return new ReceivedRequestAssert(request);
	}

}
