package net.qhaigc.springai.gemini.test.assertj;

import java.util.List;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a gateway.
 */
public final class QhaigcGatewayAssert extends AbstractAssert<QhaigcGatewayAssert, QhaigcGateway> {

	QhaigcGatewayAssert(QhaigcGateway gateway) {
		super(gateway, QhaigcGatewayAssert.class);
	}

	/**
	 * Goes on with the last request that the gateway received.
	 * @return assertions on that request
	 */
	public ReceivedRequestAssert received() {
		List<ReceivedRequest> requests = requests();
		if (requests.isEmpty()) {
			failWithMessage("Expecting the gateway to have received a request, but it has received none.");
		}
		return new ReceivedRequestAssert(requests.get(requests.size() - 1));
	}

	/**
	 * Goes on with one of the requests that the gateway received.
	 * @param index its place, from 0
	 * @return assertions on that request
	 */
	public ReceivedRequestAssert received(int index) {
		List<ReceivedRequest> requests = requests();
		if (index >= requests.size()) {
			failWithMessage("Expecting the gateway to have received more than %d requests, but it has received:%n  %s",
					index, requests);
		}
		return new ReceivedRequestAssert(requests.get(index));
	}

	/**
	 * Asserts how many requests came.
	 * @param count the number of requests
	 * @return this assertion
	 */
	public QhaigcGatewayAssert hasReceived(int count) {
		List<ReceivedRequest> requests = requests();
		if (requests.size() != count) {
			failWithMessage("Expecting the gateway to have received %d requests, but it has received %d:%n  %s", count,
					requests.size(), requests);
		}
		return this;
	}

	/**
	 * Asserts that every scripted reply was given.
	 * @return this assertion
	 */
	public QhaigcGatewayAssert hasNoUnusedReplies() {
		isNotNull();
		if (this.actual.unusedReplies() > 0) {
			failWithMessage("Expecting all replies to be used, but %d were not.", this.actual.unusedReplies());
		}
		return this;
	}

	/**
	 * Asserts that all went as it was scripted.
	 * @return this assertion
	 * @see QhaigcGateway#verify()
	 */
	public QhaigcGatewayAssert isVerified() {
		isNotNull();
		this.actual.verify();
		return this;
	}

	private List<ReceivedRequest> requests() {
		isNotNull();
		return this.actual.received();
	}

}
