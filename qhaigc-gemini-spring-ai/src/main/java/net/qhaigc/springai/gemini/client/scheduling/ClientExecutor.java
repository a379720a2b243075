package net.qhaigc.springai.gemini.client.scheduling;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.function.SingletonSupplier;

/**
 * Daemon threads of a client. They are started when they are needed, and end when they
 * are idle. The executor is never shut down, because the tasks that end a request can
 * still be submitted after the client is closed.
 *
 * @param executor starts and ends the threads
 * @param lazyScheduler runs tasks on the executor; created on first use, since Reactor's
 * classes are not needed to start an application
 */
record ClientExecutor(ThreadPoolExecutor executor, SingletonSupplier<Scheduler> lazyScheduler) {

	private static final long IDLE_SECONDS = 10;

	private static final long CLOSED_IDLE_MILLIS = 50;

	/** One thread on which timers run. Code on this thread must not block. */
	static ClientExecutor timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, nonBlocking("qhaigc-timer"));
		timer.setRemoveOnCancelPolicy(true);
		return of(timer, "qhaigc-timer");
	}

	/** A fixed number of threads, on which code must not block. */
	static ClientExecutor fixed(String name, int threads) {
		return of(new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				nonBlocking(name)), name);
	}

	/** As many threads as there are tasks, up to a maximum. */
	static ClientExecutor elastic(String name, int maxThreads) {
		IdleThreadQueue queue = new IdleThreadQueue();
		return of(new ThreadPoolExecutor(1, maxThreads, IDLE_SECONDS, TimeUnit.SECONDS, queue, blocking(name), queue),
				name);
	}

	private static ClientExecutor of(ThreadPoolExecutor executor, String name) {
		executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return new ClientExecutor(executor, SingletonSupplier.of(() -> Schedulers.fromExecutorService(executor, name)));
	}

	private static ThreadFactory blocking(String name) {
		return (task) -> daemon(new Thread(task, name));
	}

	private static ThreadFactory nonBlocking(String name) {
		return (task) -> daemon(new NonBlockingThread(task, name));
	}

	private static Thread daemon(Thread thread) {
		thread.setDaemon(true);
		return thread;
	}

	/** Return the scheduler that runs tasks on the executor. */
	Scheduler scheduler() {
		return this.lazyScheduler.obtain();
	}

	/** End each thread as soon as it is idle. */
	void close() {
		this.executor.setKeepAliveTime(CLOSED_IDLE_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * A queue that accepts a task from the executor only if a thread is idle. Otherwise,
	 * the executor starts another thread. If it already has its maximum number of
	 * threads, it rejects the task, and this queue then takes the task unconditionally.
	 */
	@SuppressWarnings("serial")
	private static final class IdleThreadQueue extends LinkedTransferQueue<Runnable>
			implements RejectedExecutionHandler {

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

		@Override
		public void rejectedExecution(Runnable task, ThreadPoolExecutor executor) {
			put(task);
			// All threads may have ended since the executor rejected the task.
			executor.prestartCoreThread();
		}

	}

	/** A thread on which Reactor rejects blocking operators. */
	private static final class NonBlockingThread extends Thread implements NonBlocking {

		private NonBlockingThread(Runnable task, String name) {
			super(task, name);
		}

	}

}
