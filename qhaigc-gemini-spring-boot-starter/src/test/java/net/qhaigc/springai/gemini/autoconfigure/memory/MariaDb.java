package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB server that stores its files in a directory and listens on a port of the
 * loopback interface.
 */
final class MariaDb implements AutoCloseable {

	private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");

	private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

	private final Path directory;

	private final int port;

	private final Process server;

	private MariaDb(Path directory, int port, Process server) {
		this.directory = directory;
		this.port = port;
		this.server = server;
	}

	/**
	 * Start a server. If MariaDB is not installed, skip the test, or let it fail if
	 * {@code -Dqhaigc.mariadb.required=true} is set.
	 */
	static MariaDb start(Path directory) throws Exception {
		if (!Boolean.getBoolean("qhaigc.mariadb.required")) {
			Assumptions.assumeTrue(Files.isExecutable(INSTALLER) && Files.isExecutable(SERVER),
					"MariaDB is not installed");
		}
		Path data = directory.resolve("data");
		Process installer = process(directory, INSTALLER, "--datadir=" + data, "--skip-test-db",
				"--auth-root-authentication-method=normal")
			.start();
		if (installer.waitFor() != 0) {
			throw new IllegalStateException(Files.readString(directory.resolve("log")));
		}
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Process server = process(directory, SERVER, "--datadir=" + data, "--bind-address=127.0.0.1", "--port=" + port,
				"--socket=" + directory.resolve("socket"), "--pid-file=" + directory.resolve("pid"),
				"--innodb-flush-log-at-trx-commit=0", "--character-set-server=latin1")
			.start();
		MariaDb database = new MariaDb(directory, port, server);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(database::isListening);
		return database;
	}

	private static ProcessBuilder process(Path directory, Path program, String... arguments) {
		List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults"));
		command.addAll(Arrays.asList(arguments));
		if ("root".equals(System.getProperty("user.name"))) {
			command.add("--user=root");
		}
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
	}

	private boolean isListening() throws IOException {
		if (!this.server.isAlive()) {
			throw new IllegalStateException(Files.readString(this.directory.resolve("log")));
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Return the URL of a database, which is created if it does not exist. */
	String url(String database) {
		return "jdbc:mariadb://127.0.0.1:%d/%s?user=root&createDatabaseIfNotExist=true".formatted(this.port, database);
	}

	@Override
	public void close() {
		this.server.destroyForcibly().onExit().join();
	}

}
