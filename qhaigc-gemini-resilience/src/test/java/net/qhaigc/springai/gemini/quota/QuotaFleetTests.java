package net.qhaigc.springai.gemini.quota;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four instances of an application, each of them a process with several threads, share a
 * quota through Redis, which is killed and restarted halfway through the test. In any
 * minute, the number of requests does not exceed the limit, of which at least 30 % is
 * used. The test runs for 6 seconds; with {@code -Dqhaigc.fleet.seconds=60}, it runs for
 * 60 seconds, with 8 threads in each instance and a higher limit, of which at least 95 %
 * is used. It requires a {@code redis-server}; see {@link RedisServer#start(Path)}.
 */
class QuotaFleetTests {

	private static final int SECONDS = Integer.getInteger("qhaigc.fleet.seconds", 6);

	private static final long LIMIT = (SECONDS < 60) ? 1200 : 2400;

	/** In a short run, the restart of Redis takes much of the time. */
	private static final double MIN_USED_FRACTION = (SECONDS < 60) ? 0.3 : 0.95;

	private static final int INSTANCES = 4;

	private static final int THREADS = (SECONDS < 60) ? 2 : 8;

	@TempDir
	private Path directory;

	private final QhaigcGateway gateway = QhaigcGateway.builder().journal(10, 100_000).autoRespond().start();

	/** When requests arrived, in nanoseconds. */
	private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();

	private final List<Process> instances = new ArrayList<>();

	@AfterEach
	void close() {
		this.instances.forEach(Process::destroyForcibly);
		this.gateway.close();
	}

	@Test
	@Timeout(300)
	void instancesStayWithinLimitAndUseRequiredFractionOfLimit() throws Exception {
		this.gateway.onRequest((request) -> this.arrivals.add(System.nanoTime()));
		try (RedisServer redis = RedisServer.start(this.directory)) {
			List<BufferedReader> outputs = startInstances(redis);
			this.arrivals.clear();
			writeToAll("go");
			TimeUnit.SECONDS.sleep(SECONDS / 2);
			redis.kill();
			redis.restart();
			TimeUnit.SECONDS.sleep(SECONDS - SECONDS / 2);
			List<Long> times = this.arrivals.stream().sorted().toList();
			writeToAll("stop");
			for (BufferedReader output : outputs) {
				String text = output.lines().collect(Collectors.joining("\n"));
				System.out.println(text);
				assertThat(text).endsWith("unexpected []");
			}
			for (Process instance : this.instances) {
				assertThat(instance.waitFor()).isZero();
			}
			assertIsWithinLimit(times);
			System.out.printf("%d requests, %.1f %% of the limit%n", times.size(), 100 * usedFraction(times));
			assertThat(usedFraction(times)).isGreaterThanOrEqualTo(MIN_USED_FRACTION);
		}
	}

	/**
	 * Verify that in each interval, the number of requests is at most the number of
	 * requests that are added to the bucket in this interval plus twice the capacity of
	 * the bucket. The capacity is permitted once because the bucket can be full at the
	 * beginning, and again because the restarted store has not counted the requests that
	 * were waiting when the store was killed. For an interval of one minute, the maximum
	 * equals the limit.
	 */
	private static void assertIsWithinLimit(List<Long> times) {
		Rate rate = Rate.ofRequests(LIMIT);
		assertThat(rate.perMinute() + 2 * rate.capacity()).isEqualTo(LIMIT);
		double perNano = rate.perMinute() / 60e9;
		double level = 0;
		long previous = times.get(0);
		for (long time : times) {
			level = Math.max(0, level - (time - previous) * perNano) + 1;
			previous = time;
			assertThat(level).isLessThanOrEqualTo(2 * rate.capacity() + 1);
		}
	}

	/** Return the fraction of the limit that is used after the first sixth of the run. */
	private static double usedFraction(List<Long> times) {
		List<Long> later = times.stream()
			.filter((time) -> time - times.get(0) > TimeUnit.SECONDS.toNanos(SECONDS) / 6)
			.toList();
		double seconds = (later.get(later.size() - 1) - later.get(0)) / 1e9;
		return later.size() / (LIMIT / 60.0 * seconds);
	}

	private List<BufferedReader> startInstances(RedisServer redis) throws IOException {
		List<BufferedReader> outputs = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx200m", "-cp",
					System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
					FleetInstance.class.getName(), redis.uri(), this.gateway.url(), this.gateway.apiKey(),
					String.valueOf(LIMIT), String.valueOf(THREADS))
				.redirectErrorStream(true)
				.start();
			this.instances.add(process);
			outputs.add(process.inputReader());
		}
		for (BufferedReader output : outputs) {
			String line = output.readLine();
			while (!"ready".equals(line)) {
				assertThat(line).isNotNull();
				line = output.readLine();
			}
		}
		return outputs;
	}

	private void writeToAll(String line) throws IOException {
		for (Process instance : this.instances) {
			instance.outputWriter().write(line + "\n");
			instance.outputWriter().flush();
		}
	}

}
