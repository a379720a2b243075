package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * The time until the first chunk is received if the chunks are sent at long intervals.
 */
final class FirstChunkMeasurement implements Measurement {

	private static final int CHUNKS = 3;

	private static final int INTERVAL_MILLIS = 100;

	private static final double MAX_MILLIS = 1;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws InterruptedException {
		Map<PeerKind, Exchange> peers = environment.prepare(Task.stream(CHUNKS, INTERVAL_MILLIS));
		Map<PeerKind, Samples> millis = new EnumMap<>(PeerKind.class);
		peers.keySet().forEach((kind) -> millis.put(kind, new Samples(new double[environment.scale().rounds()])));
		for (int round = -environment.scale().warmUps(); round < environment.scale().rounds(); round++) {
			for (Map.Entry<PeerKind, Exchange> peer : peers.entrySet()) {
				double first = StreamRun.run(peer.getValue(), CHUNKS).millisToFirstChunk();
				if (round >= 0) {
					get(millis, peer.getKey()).values()[round] = first;
				}
			}
		}
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		millis.forEach(
				(kind, samples) -> cells.put(kind, "%.1f ms (%s)".formatted(samples.median(), samples.spread("%.1f"))));
		boolean met = get(millis, PeerKind.QHAIGC).median() <= get(millis, PeerKind.RAW).median() + MAX_MILLIS;
		return new TableRow("First of 3 chunks, sent at intervals of 100 ms", "raw + 1 ms", met, cells);
	}

	private static Samples get(Map<PeerKind, Samples> samples, PeerKind kind) {
		return Objects.requireNonNull(samples.get(kind));
	}

}
