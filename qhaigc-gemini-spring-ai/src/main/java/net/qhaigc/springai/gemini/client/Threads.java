package net.qhaigc.springai.gemini.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of all clients. They are not Reactor's common ones, which an application
 * may hold up: with all of those in a {@code call()}, what they wait for would be done by
 * none. They end when there is nothing to do. Of an application only its {@code ApiKey}
 * runs on them, and what it does when it is cancelled.
 */
final class Threads {

	private static final long IDLE_SECONDS = 60;

	private static final int MOST_KEYS_AT_A_TIME = 32;

	/** Keeps the time for all exchanges. */
	static final Scheduler CLOCK = Schedulers.fromExecutorService(clock(), "qhaigc-clock");

	/** Fetches keys, which may block. */
	static final Scheduler KEYS = Schedulers.fromExecutorService(keys(), "qhaigc-keys");

	private Threads() {
	}

	private static ExecutorService clock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("qhaigc-clock"));
		clock.setRemoveOnCancelPolicy(true);
		clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		clock.allowCoreThreadTimeOut(true);
		return clock;
	}

	private static ExecutorService keys() {
		int threads = MOST_KEYS_AT_A_TIME;
		ThreadPoolExecutor keys = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons("qhaigc-keys"));
		keys.allowCoreThreadTimeOut(true);
		return keys;
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = Executors.defaultThreadFactory().newThread(task);
			thread.setName(name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
