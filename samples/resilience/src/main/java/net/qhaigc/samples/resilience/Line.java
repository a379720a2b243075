package net.qhaigc.samples.resilience;

import java.util.function.Consumer;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * A line to the gateway: a stand-in on a port of its own, which can be killed. It calls
 * the tool that the user's text fits, or repeats the text.
 */
final class Line implements AutoCloseable {

	private final String name;

	private final Consumer<String> onRequest;

	private final int port;

	private QhaigcGateway gateway;

	/**
	 * Start a line.
	 * @param name the name of the line
	 * @param onRequest is called with the name for each request
	 */
	Line(String name, Consumer<String> onRequest) {
		this.name = name;
		this.onRequest = onRequest;
		this.gateway = start(0);
		this.port = this.gateway.port();
	}

	String url() {
		return "http://localhost:" + this.port;
	}

	String apiKey() {
		return this.gateway.apiKey();
	}

	/** Connections to a line that was killed are refused. */
	void kill() {
		this.gateway.close();
	}

	void startAgain() {
		this.gateway = start(this.port);
	}

	private QhaigcGateway start(int port) {
		QhaigcGateway gateway = QhaigcGateway.builder().port(port).autoRespond().start();
		gateway.onRequest((request) -> this.onRequest.accept(this.name));
		return gateway;
	}

	@Override
	public void close() {
		this.gateway.close();
	}

}
