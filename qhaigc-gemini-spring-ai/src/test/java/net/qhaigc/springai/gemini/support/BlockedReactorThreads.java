package net.qhaigc.springai.gemini.support;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import reactor.core.scheduler.Schedulers;

/**
 * Blocks the threads of Reactor's single and parallel schedulers, like an application
 * that runs blocking code on them.
 */
public final class BlockedReactorThreads {

	/**
	 * One task per thread does not suffice. Reactor assigns tasks to its threads in
	 * rotation, so if other code schedules a task in between, one thread gets that task
	 * instead of a blocking task.
	 */
	private static final int TASKS_PER_THREAD = 3;

	private final CountDownLatch blocked = new CountDownLatch(1 + Schedulers.DEFAULT_POOL_SIZE);

	private final CountDownLatch released = new CountDownLatch(1);

	private BlockedReactorThreads() {
	}

	/** Return the result of an operation that runs while the threads are blocked. */
	public static <T> T during(Supplier<T> operation) throws InterruptedException {
		BlockedReactorThreads threads = new BlockedReactorThreads();
		try {
			Schedulers.single().schedule(threads::block);
			for (int i = 0; i < TASKS_PER_THREAD * Schedulers.DEFAULT_POOL_SIZE; i++) {
				Schedulers.parallel().schedule(threads::block);
			}
			threads.blocked.await();
			return operation.get();
		}
		finally {
			threads.released.countDown();
		}
	}

	private void block() {
		this.blocked.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
