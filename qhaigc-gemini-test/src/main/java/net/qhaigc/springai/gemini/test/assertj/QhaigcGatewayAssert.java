package net.qhaigc.springai.gemini.test.assertj;

import java.util.List;

import org.assertj.core.api.AbstractAssert;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Assertions for a gateway.
 */
public final class QhaigcGatewayAssert extends AbstractAssert<QhaigcGatewayAssert, QhaigcGateway> {

	QhaigcGatewayAssert(QhaigcGateway gateway) {
		super(gateway, QhaigcGatewayAssert.class);
	}

	/**
	 * Return assertions for the last request.
	 * @return the assertions
	 */
	public ReceivedRequestAssert lastRequest() {
		List<ReceivedRequest> requests = requests();
		if (requests.isEmpty()) {
			failWithMessage("Expecting the gateway to have received a request, but it has received none.");
		}
		return new ReceivedRequestAssert(requests.get(requests.size() - 1));
	}

	/**
	 * Return assertions for one of the requests.
	 * @param index the index of the request, starting from 0
	 * @return the assertions
	 */
	public ReceivedRequestAssert request(int index) {
		List<ReceivedRequest> requests = requests();
		if (index >= requests.size()) {
			failWithMessage("Expecting the gateway to have received more than %d requests, but it has received:%n  %s",
					index, requests);
		}
		return new ReceivedRequestAssert(requests.get(index));
	}

	/**
	 * Verify the number of requests.
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
	 * Verify that each scripted reply was used.
	 * @return this assertion
	 */
	public QhaigcGatewayAssert hasNoUnusedReplies() {
		isNotNull();
		if (this.actual.unusedReplies() > 0) {
			failWithMessage("Expecting all replies to be used, but %d were not used.", this.actual.unusedReplies());
		}
		return this;
	}

	/**
	 * Verify that the gateway rejected no request, that there are no
	 * {@linkplain QhaigcGateway#problems() problems}, and that each scripted reply was
	 * used.
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
