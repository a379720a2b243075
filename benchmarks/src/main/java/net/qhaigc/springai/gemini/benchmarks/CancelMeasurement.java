package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * The time from the cancellation of a stream until the server detects that the connection
 * is closed.
 */
final class CancelMeasurement implements Measurement {

	private static final Task TASK = Task.stream(150, 20);

	private static final int CHUNKS_BEFORE_CANCELLATION = 3;

	private static final double MAX_MILLIS = 10;

	private static final double TIMEOUT_MILLIS = 1000;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException, InterruptedException {
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		boolean met = false;
		for (Map.Entry<ClientKind, Exchange> client : environment.prepare(TASK).entrySet()) {
			Samples millis = new Samples(new double[environment.scale().rounds()]);
			for (int i = 0; i < millis.values().length; i++) {
				millis.values()[i] = millisToClose(environment, client.getValue());
			}
			cells.put(client.getKey(), cell(millis));
			if (client.getKey() == ClientKind.QHAIGC) {
				met = millis.max() <= MAX_MILLIS;
			}
		}
		return new TableRow("Cancellation until the server detects the close", "10 ms", met, cells);
	}

	private static String cell(Samples millis) {
		return (millis.median() >= TIMEOUT_MILLIS) ? "not within 1 s"
				: "%.1f ms, at most %.1f".formatted(millis.median(), millis.max());
	}

	private static double millisToClose(BenchmarkEnvironment environment, Exchange exchange)
			throws IOException, InterruptedException {
		StreamRun run = StreamRun.start(exchange, CHUNKS_BEFORE_CANCELLATION);
		long cancelled = System.nanoTime();
		run.cancel();
		double waited;
		do {
			TimeUnit.MILLISECONDS.sleep(5);
			long closed = lastCloseNanoTime(environment.baseUrl());
			if (closed > cancelled) {
				return (closed - cancelled) / 1e6;
			}
			waited = (System.nanoTime() - cancelled) / 1e6;
		}
		while (waited < TIMEOUT_MILLIS);
		return TIMEOUT_MILLIS;
	}

	private static long lastCloseNanoTime(String baseUrl) throws IOException {
		try (InputStream in = URI.create(baseUrl + "/last-close").toURL().openStream()) {
			return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
		}
	}

}
