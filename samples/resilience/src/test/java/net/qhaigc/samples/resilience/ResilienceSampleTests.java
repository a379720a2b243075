package net.qhaigc.samples.resilience;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the output of the sample. The test of a shared quota requires a
 * {@code redis-server}. If it is not installed, that test is skipped, unless
 * {@code -Dqhaigc.redis.required=true} is set.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResilienceSampleTests {

	private static final Path REDIS = Path.of("/usr/bin/redis-server");

	@Test
	void showsFailoverAndQuotaOfEachInstance(CapturedOutput output) throws InterruptedException {
		ResilienceSample.run(null);
		assertThat(output.getOut()).isEqualTo("""
				Failover
				One                                      by mainland   {default=CLOSED, hk=CLOSED}
				The gateway on the mainland is stopped.
				Two                                      by Hong Kong  {default=OPEN, hk=CLOSED}
				Three, streamed                          by Hong Kong  {default=OPEN, hk=CLOSED}
				The gateway on the mainland is restarted. A trial request is sent after two seconds.
				Four                                     by mainland   {default=CLOSED, hk=CLOSED}
				The gateway on the mainland is stopped while a tool runs.
				weather returned: {"result":"rain"}      by Hong Kong  {default=OPEN, hk=CLOSED}
				Quota of 60 requests per minute, of which 5 can be sent without waiting
				Instance 1: sent
				Instance 2: sent
				Instance 1: sent
				Instance 2: sent
				Instance 1: sent
				Instance 2: sent
				Instance 1: sent
				Instance 2: sent
				Each instance has its own quota, because no Redis server is used.
				""");
	}

	@Test
	void instancesShareQuotaThroughRedis(@TempDir Path directory, CapturedOutput output) throws IOException {
		if (!Boolean.getBoolean("qhaigc.redis.required")) {
			Assumptions.assumeTrue(Files.isExecutable(REDIS), "redis-server is not installed");
		}
		int port = freePort();
		Process redis = new ProcessBuilder(REDIS.toString(), "--port", String.valueOf(port), "--bind", "127.0.0.1",
				"--save", "", "--appendonly", "no", "--dir", directory.toString())
			.redirectOutput(directory.resolve("redis.log").toFile())
			.start();
		try (Demonstration demonstration = new Demonstration()) {
			Awaitility.await().until(() -> isListening(port));
			demonstration.showQuota("redis://127.0.0.1:" + port);
		}
		finally {
			redis.destroyForcibly().onExit().join();
		}
		assertThat(output.getOut().lines().filter((line) -> line.endsWith(": sent")).count()).isBetween(5L, 7L);
		assertThat(output.getOut()).containsPattern("Instance \\d: refused, quota is available in [0-9.]+ s")
			.endsWith("Both instances share the quota through redis://127.0.0.1:" + port + ".\n");
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
