package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of all clients. They are not Reactor's common ones, which an application
 * may hold up: with all of those in a {@code call()}, what they wait for would be done by
 * none. They end when there is nothing to do. Of an application nothing runs on the clock
 * but what it does when it is cancelled.
 */
final class ClientSchedulers {

	private static final long IDLE_SECONDS = 60;

	private static final int MAX_CONCURRENT_KEYS = 32;

	/** Keeps the time for all exchanges. */
	static final Scheduler TIMER = Schedulers.fromExecutorService(clock(), "qhaigc-clock");

	/** Fetches keys, which may block. */
	static final Scheduler KEYS = Schedulers
		.fromExecutorService(pool(MAX_CONCURRENT_KEYS, new Daemons("qhaigc-keys", true)), "qhaigc-keys");

	/** Goes on when a time is over or a key is there, and reads what is large. */
	static final Scheduler WORK = Schedulers
		.fromExecutorService(pool(Schedulers.DEFAULT_POOL_SIZE, new Daemons("qhaigc-work", false)), "qhaigc-work");

	private ClientSchedulers() {
	}

	/**
	 * Completes when a time is over, and does not hold up the clock with what follows.
	 */
	static Mono<Long> after(Duration time) {
		return Mono.delay(time, TIMER).publishOn(WORK);
	}

	private static ExecutorService clock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, new Daemons("qhaigc-clock", false));
		clock.setRemoveOnCancelPolicy(true);
		clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		clock.allowCoreThreadTimeOut(true);
		return clock;
	}

	private static ExecutorService pool(int threads, ThreadFactory daemons) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	/**
	 * Makes threads that keep no application alive.
	 *
	 * @param name of each of them
	 * @param mayBlock whether they may wait for something
	 */
	private record Daemons(String name, boolean mayBlock) implements ThreadFactory {

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = this.mayBlock ? new Thread(task, this.name) : new BusyThread(task, this.name);
			thread.setDaemon(true);
			return thread;
		}

	}

	/** On such a thread Reactor refuses to wait, as it does on its own. */
	private static final class BusyThread extends Thread implements NonBlocking {

		private BusyThread(Runnable task, String name) {
			super(task, name);
		}

	}

}
