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
 * The threads of all clients. Reactor's common schedulers are not used, because an
 * application can block all of their threads in {@code call()}, so that no thread would
 * be left to complete the call. Idle threads terminate. The only application code that
 * runs on the timer is that of a cancellation.
 */
final class ClientSchedulers {

	private static final long IDLE_SECONDS = 60;

	private static final int MAX_CONCURRENT_KEYS = 32;

	/** Runs the timeouts of all exchanges. */
	static final Scheduler TIMER = Schedulers.fromExecutorService(timer(), "qhaigc-timer");

	/** Calls each {@code ApiKey}, which can block. */
	static final Scheduler KEYS = Schedulers
		.fromExecutorService(pool(MAX_CONCURRENT_KEYS, new DaemonThreads("qhaigc-keys", true)), "qhaigc-keys");

	/** Runs what follows a timeout or an {@code ApiKey}, and parses large bodies. */
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

	/** A thread on which Reactor rejects blocking operators. */
	private static final class NonBlockingThread extends Thread implements NonBlocking {

		private NonBlockingThread(Runnable task, String name) {
			super(task, name);
		}

	}

}
