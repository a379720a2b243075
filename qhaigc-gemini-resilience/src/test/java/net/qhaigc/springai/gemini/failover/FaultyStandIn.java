package net.qhaigc.springai.gemini.failover;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * A stand-in gateway whose fault can be changed while it is in use. Without a fault, it
 * repeats the message of the user. If a tool of the request matches the message, it
 * returns a call of the tool instead. When it receives the tool result, it returns a text
 * that contains the result.
 */
final class FaultyStandIn implements AutoCloseable {

	/** More than the response timeout of the clients. */
	private static final Duration TOO_SLOW = Duration.ofSeconds(20);

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private final LongAdder requests = new LongAdder();

	private final int port;

	private QhaigcGateway gateway;

	private volatile Fault fault = Fault.NONE;

	FaultyStandIn() {
		this.gateway = start(0);
		this.port = this.gateway.port();
	}

	String url() {
		return "http://localhost:" + this.port;
	}

	String apiKey() {
		return this.gateway.apiKey();
	}

	long requests() {
		return this.requests.sum();
	}

	int openConnections() {
		return this.gateway.openConnections();
	}

	/**
	 * Return the reasons why the stand-in rejected requests or could not respond to them.
	 */
	List<String> problems() {
		collectProblems();
		return this.problems;
	}

	/** Set the fault that applies to the requests that arrive from now on. */
	void setFault(Fault fault) {
		Fault before = this.fault;
		this.fault = fault;
		if (fault == Fault.DOWN && before != Fault.DOWN) {
			close();
		}
		else if (fault != Fault.DOWN && before == Fault.DOWN) {
			this.gateway = start(this.port);
		}
	}

	private QhaigcGateway start(int port) {
		QhaigcGateway gateway = QhaigcGateway.builder().port(port).journal(20, 1_000_000).autoRespond().start();
		gateway.onRequest((request) -> this.requests.increment());
		gateway.when(hasFault(Fault.SLOW, 0.5)).autoRespond().delay(Duration.ofMillis(200));
		gateway.when(hasFault(Fault.SLOW, 1)).autoRespond().delay(TOO_SLOW);
		gateway.when(hasFault(Fault.RATE_LIMITED, 0.7)).googleError(429).retryAfter(1);
		gateway.when(hasFault(Fault.RATE_LIMITED, 1)).googleError(429);
		gateway.when(hasFault(Fault.CLOSING, 0.3)).autoRespond().closeAfter(0);
		gateway.when(hasFault(Fault.CLOSING, 0.3).and(ReceivedRequest::isStream)).autoRespond().closeAfter(3);
		gateway.when(hasFault(Fault.CLOSING, 1)).autoRespond().closeAfterBytes(150);
		gateway.when(hasFault(Fault.INVALID, 0.2)).replyHtml(200, "Welcome");
		gateway.when(hasFault(Fault.INVALID, 0.2)).gatewayError(401);
		gateway.when(hasFault(Fault.INVALID, 0.4)).gatewayError(503);
		gateway.when(hasFault(Fault.INVALID, 1)).replyRaw(200, "application/json", "{\"candidates\": [{\"conte");
		return gateway;
	}

	/**
	 * Match requests with the given probability while the given fault is set. The first
	 * rule that matches applies, so a rule with the probability 1 is for the requests
	 * that the rules before it have not matched.
	 */
	private Predicate<ReceivedRequest> hasFault(Fault fault, double probability) {
		return (request) -> this.fault == fault && ThreadLocalRandom.current().nextDouble() < probability;
	}

	private void collectProblems() {
		this.problems.addAll(this.gateway.problems());
		this.gateway.received()
			.stream()
			.map(ReceivedRequest::rejectionMessage)
			.filter((message) -> message != null)
			.forEach(this.problems::add);
	}

	@Override
	public void close() {
		collectProblems();
		this.gateway.close();
	}

	enum Fault {

		NONE, DOWN, SLOW, RATE_LIMITED, CLOSING, INVALID

	}

}
