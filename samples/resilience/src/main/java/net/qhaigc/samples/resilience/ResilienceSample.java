package net.qhaigc.samples.resilience;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Stops one of two stand-in gateways to show that requests are then sent to the other
 * gateway. Also shows that two instances of the application share a quota if they use the
 * same Redis server.
 */
@SpringBootApplication
public class ResilienceSample {

	private static final int REDIS_PORT = 6379;

	/** Run the sample, with the Redis server on this computer if one is running. */
	public static void main(String[] arguments) throws InterruptedException {
		run(isListening(REDIS_PORT) ? "redis://localhost:" + REDIS_PORT : null);
	}

	static void run(@Nullable String redisUri) throws InterruptedException {
		try (Demonstration demonstration = new Demonstration()) {
			demonstration.showFailover();
			demonstration.showQuota(redisUri);
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("localhost", port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
