package net.qhaigc.springai.gemini.client.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReuseSuspension}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReuseSuspensionTests {

	/** Overflows when a test advances it, as {@link System#nanoTime()} can. */
	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	private final ReuseSuspension suspension = new ReuseSuspension(this.nanoTime::get);

	@Test
	void doesNotSuspendReuseInitially() {
		assertThat(this.suspension.isSuspended()).isFalse();
	}

	@Test
	void suspendsReuseForTenMinutes() {
		this.suspension.suspend();
		advance(Duration.ofMinutes(10).minusNanos(1));
		assertThat(this.suspension.isSuspended()).isTrue();
		advance(Duration.ofNanos(1));
		assertThat(this.suspension.isSuspended()).isFalse();
	}

	@Test
	void extendsSuspensionIfReuseIsSuspendedAgain() {
		this.suspension.suspend();
		advance(Duration.ofMinutes(9));
		this.suspension.suspend();
		advance(Duration.ofMinutes(9));
		assertThat(this.suspension.isSuspended()).isTrue();
	}

	@Test
	void warnsOnlyWhenSuspensionBegins(CapturedOutput output) {
		this.suspension.suspend();
		assertThat(output).containsOnlyOnce("each request uses a new connection for the next 10 minutes");
		this.suspension.suspend();
		assertThat(output).containsOnlyOnce("each request uses a new connection for the next 10 minutes");
		advance(Duration.ofMinutes(10));
		this.suspension.suspend();
		assertThat(output.getAll().split("for the next 10 minutes", -1)).hasSize(3);
	}

	private void advance(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
	}

}
