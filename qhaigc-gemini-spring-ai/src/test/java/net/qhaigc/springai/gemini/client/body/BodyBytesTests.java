package net.qhaigc.springai.gemini.client.body;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyBytes} and {@link ByteCollector}, including the memory that they
 * allocate.
 */
class BodyBytesTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@CsvSource({ "0,-1", "0,0", "5,5", "5,-1", "5,1000", "300000,300000", "300000,-1", "300000,200000", "300000,0" })
	void collectsBodyWithAnyContentLength(int length, long contentLength) {
		byte[] body = randomBytes(length);
		assertThat(collect(body, 10_000, contentLength)).isEqualTo(body);
		assertThat(collect(body, 1, contentLength)).isEqualTo(body);
	}

	@Test
	void doesNotAllocateMemoryForLargeContentLengthInAdvance() {
		byte[] body = randomBytes(100);
		collect(body, 100, 100);
		long allocated = allocatedBy(() -> collect(body, 100, 64 * MEGABYTE));
		assertThat(allocated).isLessThan(MEGABYTE);
	}

	@Test
	void allocatesMemoryForWholeBodyInOneStepWhenPartHasArrived() {
		byte[] body = randomBytes(8 * MEGABYTE);
		collect(randomBytes(100), 100, 100);
		long allocated = allocatedBy(() -> collect(body, 64 * 1024, body.length));
		// The chunks that the test creates are subtracted; together, they have the length
		// of the body.
		assertThat(allocated - body.length).isLessThan(10L * MEGABYTE);
	}

	@Test
	void collectsSmallSlicesInLittleMemory() {
		byte[] line = randomBytes(MEGABYTE);
		ByteCollector collector = new ByteCollector(Integer.MAX_VALUE);
		long allocated = allocatedBy(() -> {
			for (int i = 0; i < line.length; i++) {
				collector.add(ByteSlice.of(line, i, i + 1));
			}
		});
		// Each slice above is a short-lived object of 24 bytes.
		assertThat(allocated).isLessThan(28L * MEGABYTE);
		assertThat(bytes(collector.take())).isEqualTo(line);
		assertThat(collector.isEmpty()).isTrue();
	}

	@Test
	void collectsSmallAndLargeSlicesInOrder() {
		byte[] line = randomBytes(MEGABYTE);
		ByteCollector collector = new ByteCollector(Integer.MAX_VALUE);
		Random random = new Random(7);
		for (int round = 0; round < 3; round++) {
			int from = 0;
			while (from < line.length) {
				int length = random.nextBoolean() ? random.nextInt(100) : random.nextInt(5000);
				int to = Math.min(line.length, from + length);
				collector.add(ByteSlice.of(line, from, to));
				from = to;
			}
			assertThat(bytes(collector.take())).isEqualTo(line);
		}
	}

	private static byte[] collect(byte[] body, int chunkSize, long contentLength) {
		Flux<DataBuffer> buffers = Flux.range(0, (body.length + chunkSize - 1) / chunkSize)
			.map((i) -> DefaultDataBufferFactory.sharedInstance
				.wrap(Arrays.copyOfRange(body, i * chunkSize, Math.min(body.length, (i + 1) * chunkSize))));
		return BodyBytes.collect(buffers, contentLength, 64 * MEGABYTE, Function.identity()).block();
	}

	private static byte[] bytes(ByteSlice slice) {
		return Arrays.copyOfRange(slice.array(), slice.from(), slice.to());
	}

	private static byte[] randomBytes(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

	private static long allocatedBy(Runnable task) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		task.run();
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

}
