package net.qhaigc.springai.gemini.quota;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A {@code redis-server} that listens on a free port of the loopback interface and does
 * not save its data.
 */
final class RedisServer implements AutoCloseable {

	private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

	private final Path directory;

	private final int port;

	private Process process;

	private RedisServer(Path directory, int port) throws IOException {
		this.directory = directory;
		this.port = port;
		this.process = startProcess();
	}

	/**
	 * Start a server. The test is skipped if {@code redis-server} is not installed,
	 * unless {@code -Dqhaigc.redis.required=true} is set.
	 */
	static RedisServer start(Path directory) throws IOException {
		if (!Boolean.getBoolean("qhaigc.redis.required")) {
			Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "redis-server is not installed");
		}
		return new RedisServer(directory, freePort());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	String uri() {
		return "redis://127.0.0.1:" + this.port;
	}

	/** End the process as a crash would. */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/** Suspend the process, so that it does not respond until it is resumed. */
	void pause() throws IOException, InterruptedException {
		signal("STOP");
	}

	void resume() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String name) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
	}

	/** Start the server again, on the same port and without data. */
	void restart() throws IOException {
		this.process = startProcess();
	}

	private Process startProcess() throws IOException {
		Process process = new ProcessBuilder(PROGRAM.toString(), "--port", String.valueOf(this.port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--dir", this.directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("redis.log").toFile())
			.start();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20)).until(this::isListening);
		return process;
	}

	private boolean isListening() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		kill();
	}

}
