package net.qhaigc.springai.gemini.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TransferQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClientExecutor}.
 */
class ClientExecutorTests {

	private final ClientExecutor executor = ClientExecutor.elastic("test", 2);

	private final CountDownLatch blocked = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.blocked.countDown();
		this.executor.close();
	}

	@Test
	void usesIdleThreadAgain() {
		for (int i = 1; i <= 5; i++) {
			int completed = i;
			this.executor.scheduler().schedule(() -> {
			});
			await().until(() -> this.executor.threads().getCompletedTaskCount() == completed && isThreadIdle());
		}
		assertThat(this.executor.threads().getLargestPoolSize()).isEqualTo(1);
	}

	@Test
	void startsThreadIfAllOthersAreBusy() {
		for (int i = 0; i < 2; i++) {
			this.executor.scheduler().schedule(() -> ClientFixtures.awaitQuietly(this.blocked));
		}
		assertThat(this.executor.threads().getPoolSize()).isEqualTo(2);
	}

	@Test
	void runsTaskLaterIfMaximumNumberOfThreadsIsBusy() {
		CountDownLatch run = new CountDownLatch(1);
		for (int i = 0; i < 2; i++) {
			this.executor.scheduler().schedule(() -> ClientFixtures.awaitQuietly(this.blocked));
		}
		this.executor.scheduler().schedule(run::countDown);
		assertThat(this.executor.threads().getPoolSize()).isEqualTo(2);
		assertThat(run.getCount()).isOne();
		this.blocked.countDown();
		await().until(() -> run.getCount() == 0);
	}

	/** Whether a thread waits for the next task. */
	private boolean isThreadIdle() {
		return ((TransferQueue<Runnable>) this.executor.threads().getQueue()).hasWaitingConsumer();
	}

}
