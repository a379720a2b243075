package net.qhaigc.springai.gemini.test.assertj;

import org.assertj.core.api.Assertions;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * The entry to the assertions of this package, for static import in the place of
 * AssertJ's own entry, all of which it has too.
 */
public final class QhaigcAssertions extends Assertions {

	private QhaigcAssertions() {
	}

	/**
	 * Asserts on a gateway.
	 * @param gateway the gateway
	 * @return the assertions
	 */
	public static QhaigcGatewayAssert assertThat(QhaigcGateway gateway) {
		return new QhaigcGatewayAssert(gateway);
	}

	/**
	 * Asserts on a request.
	 * @param request the request
	 * @return the assertions
	 */
	public static ReceivedRequestAssert assertThat(ReceivedRequest request) {
		return new ReceivedRequestAssert(request);
	}

}
