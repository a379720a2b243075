package net.qhaigc.springai.gemini.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of all clients. Reactor's common schedulers are not used, since an
 * application can block all of their threads in a {@code call()}, for which there would
 * then be no thread. Idle threads end. On the timer, application code runs only when it
 * is cancelled.
 */
final class ClientSchedulers {

	private static final long IDLE_SECONDS = 60;

	private static final int MAX_CONCURRENT_KEYS = 32;

	/** Runs the timeouts of all exchanges. */
	static final Scheduler TIMER = Schedulers.fromExecutorService(timer(), "qhaigc-timer");

	/** Calls {@code ApiKey} sources, which can block. */
	static final Scheduler KEYS = Schedulers
		.fromExecutorService(pool(MAX_CONCURRENT_KEYS, new DaemonThreads("qhaigc-keys", true)), "qhaigc-keys");

	/** Continues after a timeout or an API key, and parses large bodies. */
	static final Scheduler WORK = Schedulers.fromExecutorService(
			pool(Schedulers.DEFAULT_POOL_SIZE, new DaemonThreads("qhaigc-work", false)), "qhaigc-work");

	private ClientSchedulers() {
	}

	private static ExecutorService timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
				new DaemonThreads("qhaigc-timer", false));
		timer.setRemoveOnCancelPolicy(true);
		timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		return timer;
	}

	private static ExecutorService pool(int threads, ThreadFactory threadFactory) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threadFactory);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	/**
	 * Creates daemon threads.
	 *
	 * @param name the name of each thread
	 * @param blocking whether the threads can block
	 */
	private record DaemonThreads(String name, boolean blocking) implements ThreadFactory {

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = this.blocking ? new Thread(task, this.name) : new NonBlockingThread(task, this.name);
			thread.setDaemon(true);
			return thread;
		}

	}

	/** A thread on which Reactor rejects blocking operators, as on its own. */
	private static final class NonBlockingThread extends Thread implements NonBlocking {

		private NonBlockingThread(Runnable task, String name) {
			super(task, name);
		}

	}

}
