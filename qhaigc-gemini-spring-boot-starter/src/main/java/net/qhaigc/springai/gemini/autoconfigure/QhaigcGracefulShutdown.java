package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Closes the gateway clients shortly before the web server's graceful shutdown times out.
 * Running streams then end with an error that the application can handle before the web
 * server closes the connections to its own clients. Until the gateway clients are closed,
 * they still accept requests, since the application may need responses of the gateway to
 * finish the HTTP requests that are in progress.
 */
final class QhaigcGracefulShutdown implements SmartLifecycle, DisposableBean {

	/** The phase in which the web server lets requests finish. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	/** The maximum time between closing the clients and the timeout of the phase. */
	private static final Duration MAX_MARGIN = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(QhaigcGracefulShutdown.class);

	private final Supplier<List<QhaigcClient>> clients;

	private final Duration gracePeriod;

	private volatile boolean running;

	private volatile @Nullable CountDownLatch shutdownEnded;

	/**
	 * Create an instance.
	 * @param clients returns the clients that have been created
	 * @param phaseTimeout the maximum duration of the shutdown phase
	 */
	QhaigcGracefulShutdown(Supplier<List<QhaigcClient>> clients, Duration phaseTimeout) {
		this.clients = clients;
		Duration quarter = phaseTimeout.dividedBy(4);
		this.gracePeriod = phaseTimeout.minus((quarter.compareTo(MAX_MARGIN) < 0) ? quarter : MAX_MARGIN);
	}

	@Override
	public void start() {
		endThread();
		this.running = true;
	}

	/**
	 * Start a thread that closes the clients, unless the shutdown ends before the grace
	 * period has elapsed. The shutdown phase does not wait for this thread.
	 */
	@Override
	public void stop(Runnable callback) {
		CountDownLatch ended = new CountDownLatch(1);
		this.shutdownEnded = ended;
		this.running = false;
		Thread thread = new Thread(() -> closeClientsUnlessEnded(ended), "qhaigc-shutdown");
		thread.setDaemon(true);
		thread.start();
		callback.run();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	private void closeClientsUnlessEnded(CountDownLatch ended) {
		try {
			if (!ended.await(this.gracePeriod.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.info("The graceful shutdown is about to time out; closing the clients of the gateway");
				this.clients.get().forEach(QhaigcClient::close);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * End the thread that {@link #stop(Runnable)} started. Called when the application
	 * ends, or when the web server is started again.
	 */
	private void endThread() {
		CountDownLatch ended = this.shutdownEnded;
		if (ended != null) {
			ended.countDown();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/** The web server also keeps running while a test context is paused. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public void destroy() {
		endThread();
	}

}
