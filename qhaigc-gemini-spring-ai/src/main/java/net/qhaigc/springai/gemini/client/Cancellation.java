package net.qhaigc.springai.gemini.client;

import java.util.concurrent.Executor;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Cancels an exchange on the thread that serves its connection. A cancel from elsewhere
 * may meet the head of the answer half-way: then nobody is left to read the answer, its
 * buffers leak, and its connection is lost to the pool.
 */
final class Cancellation implements Executor {

	private volatile @Nullable EventLoop eventLoop;

	private volatile boolean asked;

	/**
	 * Notes who serves the connection, as soon as there is one. A cancel that came just
	 * before did not know of the connection yet.
	 */
	void sending(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection connection) {
			this.eventLoop = connection.channel().eventLoop();
			if (this.asked) {
				connection.dispose();
			}
		}
	}

	/** The exchange, which fails no more once it is cancelled: nobody would hear it. */
	<T> Flux<T> of(Flux<T> exchange) {
		return exchange.onErrorComplete((ex) -> this.asked).cancelOn(Schedulers.fromExecutor(this));
	}

	/** Runs the cancel. Before there is a connection, any thread will do. */
	@Override
	public void execute(Runnable cancel) {
		this.asked = true;
		EventLoop thread = this.eventLoop;
		if (thread == null || thread.inEventLoop() || thread.isShuttingDown()) {
			cancel.run();
		}
		else {
			thread.execute(cancel);
		}
	}

}
