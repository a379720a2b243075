package net.qhaigc.springai.gemini.test.assertj;

import org.assertj.core.api.Assertions;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Entry point for the assertions of this package. Import the methods of this class
 * statically in place of those of {@link Assertions}, which this class inherits.
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
