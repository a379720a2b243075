package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * The time until the first chunk is received if the chunks are sent at long intervals.
 */
final class FirstChunkMeasurement implements Measurement {

	private static final int CHUNKS = 3;

	private static final int INTERVAL_MILLIS = 100;

	private static final double MAX_MILLIS_ABOVE_RAW = 1;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws InterruptedException {
		Map<ClientKind, Exchange> clients = environment.prepare(Task.stream(CHUNKS, INTERVAL_MILLIS));
		Map<ClientKind, Samples> millis = new EnumMap<>(ClientKind.class);
		clients.keySet().forEach((kind) -> millis.put(kind, new Samples(new double[environment.scale().rounds()])));
		for (int round = -environment.scale().warmUps(); round < environment.scale().rounds(); round++) {
			for (Map.Entry<ClientKind, Exchange> client : clients.entrySet()) {
				double first = StreamRun.run(client.getValue(), CHUNKS).millisToFirstChunk();
				if (round >= 0) {
					get(millis, client.getKey()).values()[round] = first;
				}
			}
		}
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		millis.forEach(
				(kind, samples) -> cells.put(kind, "%.1f ms (%s)".formatted(samples.median(), samples.spread("%.1f"))));
		boolean met = get(millis, ClientKind.QHAIGC).median() <= get(millis, ClientKind.RAW).median()
				+ MAX_MILLIS_ABOVE_RAW;
		return new TableRow("First of 3 chunks, sent at intervals of 100 ms", "raw + 1 ms", met, cells);
	}

	private static Samples get(Map<ClientKind, Samples> samples, ClientKind kind) {
		return Objects.requireNonNull(samples.get(kind));
	}

}
