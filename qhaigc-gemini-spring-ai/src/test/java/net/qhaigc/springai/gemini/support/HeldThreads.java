package net.qhaigc.springai.gemini.support;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import reactor.core.scheduler.Schedulers;

/**
 * Blocks the single thread and the parallel threads of Reactor, like an application that
 * runs blocking code on them.
 */
public final class HeldThreads {

	/**
	 * Several, since Reactor assigns tasks to its threads in turn, including those of
	 * other code.
	 */
	private static final int TASKS_PER_THREAD = 3;

	private final CountDownLatch held = new CountDownLatch(1 + Schedulers.DEFAULT_POOL_SIZE);

	private final CountDownLatch released = new CountDownLatch(1);

	private HeldThreads() {
	}

	/** Return the result of an operation that runs while the threads are blocked. */
	public static <T> T during(Supplier<T> operation) throws InterruptedException {
		HeldThreads threads = new HeldThreads();
		try {
			Schedulers.single().schedule(threads::hold);
			for (int i = 0; i < TASKS_PER_THREAD * Schedulers.DEFAULT_POOL_SIZE; i++) {
				Schedulers.parallel().schedule(threads::hold);
			}
			threads.held.await();
			return operation.get();
		}
		finally {
			threads.released.countDown();
		}
	}

	private void hold() {
		this.held.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
