package net.qhaigc.springai.gemini.client.scheduling;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TransferQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.client.ClientFixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClientExecutor}.
 */
class ClientExecutorTests {

	private final ClientExecutor clientExecutor = ClientExecutor.elastic("test", 2);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.clientExecutor.close();
	}

	@Test
	void reusesIdleThread() {
		for (int i = 1; i <= 5; i++) {
			int completed = i;
			this.clientExecutor.scheduler().schedule(() -> {
			});
			await().until(() -> this.clientExecutor.executor().getCompletedTaskCount() == completed && isThreadIdle());
		}
		assertThat(this.clientExecutor.executor().getLargestPoolSize()).isEqualTo(1);
	}

	@Test
	void startsAnotherThreadIfAllThreadsAreBusy() {
		for (int i = 0; i < 2; i++) {
			this.clientExecutor.scheduler().schedule(() -> ClientFixtures.awaitQuietly(this.release));
		}
		assertThat(this.clientExecutor.executor().getPoolSize()).isEqualTo(2);
	}

	@Test
	void queuesTaskIfNoMoreThreadsCanBeStarted() {
		CountDownLatch executed = new CountDownLatch(1);
		for (int i = 0; i < 2; i++) {
			this.clientExecutor.scheduler().schedule(() -> ClientFixtures.awaitQuietly(this.release));
		}
		this.clientExecutor.scheduler().schedule(executed::countDown);
		assertThat(this.clientExecutor.executor().getPoolSize()).isEqualTo(2);
		assertThat(executed.getCount()).isOne();
		this.release.countDown();
		await().until(() -> executed.getCount() == 0);
	}

	/** Whether a thread waits for the next task. */
	private boolean isThreadIdle() {
		return ((TransferQueue<Runnable>) this.clientExecutor.executor().getQueue()).hasWaitingConsumer();
	}

}
