package net.qhaigc.springai.gemini.client;

import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.EventLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Cancels an exchange on the event loop of its connection. A cancellation on another
 * thread can coincide with the start of the response. The response then has no
 * subscriber, so that its buffers leak and its connection does not return to the pool.
 */
final class Cancellation {

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	private volatile @Nullable EventLoop eventLoop;

	private volatile boolean cancelled;

	/**
	 * Record the event loop of the connection. Close the connection if the exchange has
	 * already been cancelled.
	 */
	void recordConnection(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection connection) {
			this.eventLoop = connection.channel().eventLoop();
			if (this.cancelled) {
				connection.dispose();
			}
		}
	}

	/**
	 * Run the cancellation on the event loop, or on the current thread if there is no
	 * connection yet or the event loop is shutting down. If the event loop has ended in
	 * the meantime, the connection is already closed, and there is nothing to cancel.
	 */
	void run(Runnable cancel) {
		this.cancelled = true;
		EventLoop loop = this.eventLoop;
		try {
			if (loop == null || loop.inEventLoop() || loop.isShuttingDown()) {
				cancel.run();
			}
			else {
				loop.execute(cancel);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The exchange was cancelled after its event loop had ended", ex);
		}
	}

}
