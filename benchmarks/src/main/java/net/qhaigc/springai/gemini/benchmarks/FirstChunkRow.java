package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * The time until the first chunk of a slow stream is received.
 */
final class FirstChunkRow implements Row {

	private static final int CHUNKS = 3;

	private static final int MILLIS_APART = 100;

	private static final double MAX_MILLIS = 2;

	@Override
	public Line measure(BenchmarkEnvironment environment) throws InterruptedException {
		Map<PeerKind, Exchange> peers = environment.prepare(Task.stream(CHUNKS, MILLIS_APART));
		Map<PeerKind, Samples> millis = new EnumMap<>(PeerKind.class);
		peers.keySet().forEach((kind) -> millis.put(kind, new Samples(new double[environment.scale().rounds()])));
		for (int round = -environment.scale().warmUps(); round < environment.scale().rounds(); round++) {
			for (Map.Entry<PeerKind, Exchange> peer : peers.entrySet()) {
				double first = StreamRun.whole(peer.getValue(), CHUNKS).millisToFirstChunk();
				if (round >= 0) {
					of(millis, peer.getKey()).values()[round] = first;
				}
			}
		}
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		millis.forEach(
				(kind, samples) -> cells.put(kind, "%.1f ms (%s)".formatted(samples.median(), samples.spread("%.1f"))));
		boolean met = of(millis, PeerKind.QHAIGC).median() <= of(millis, PeerKind.RAW).median() + MAX_MILLIS;
		return new Line("First chunk seen, of 3 that are 100 ms apart", "raw + 2 ms", met, cells);
	}

	private static Samples of(Map<PeerKind, Samples> samples, PeerKind kind) {
		return Objects.requireNonNull(samples.get(kind));
	}

}
