package net.qhaigc.samples.resilience;

import java.util.function.Consumer;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * A stand-in gateway that can be stopped, and restarted on the same port. It responds
 * with a call of the tool that matches the user's text, and then with the tool result. If
 * no tool matches, it responds with the user's text.
 */
final class SampleGateway implements AutoCloseable {

	private final String name;

	private final Consumer<String> onRequest;

	private final int port;

	private QhaigcGateway gateway;

	/**
	 * Start a gateway.
	 * @param name the name of the gateway
	 * @param onRequest called for each request, with the name of the gateway
	 */
	SampleGateway(String name, Consumer<String> onRequest) {
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

	/** Stop the gateway, so that connections to it are refused. */
	void stop() {
		this.gateway.close();
	}

	/** Start the stopped gateway again, on the same port. */
	void restart() {
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
