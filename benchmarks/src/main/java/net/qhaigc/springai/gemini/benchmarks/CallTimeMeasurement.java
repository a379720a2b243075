package net.qhaigc.springai.gemini.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * The median time of a call, from its start until the caller has the response.
 */
final class CallTimeMeasurement implements Measurement {

	private static final int CALLS = 2000;

	private static final double MAX_RATIO = 1.45;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) {
		Map<PeerKind, Exchange> peers = environment.prepare(Task.call());
		Map<PeerKind, Samples> micros = new EnumMap<>(PeerKind.class);
		peers.keySet().forEach((kind) -> micros.put(kind, new Samples(new double[environment.scale().rounds()])));
		double[] times = new double[environment.scale().exchanges(CALLS)];
		for (int round = -environment.scale().warmUps(); round < environment.scale().rounds(); round++) {
			for (Map.Entry<PeerKind, Exchange> peer : peers.entrySet()) {
				double median = medianMicros(peer.getValue(), times);
				if (round >= 0) {
					get(micros, peer.getKey()).values()[round] = median;
				}
			}
		}
		Samples ratioToRaw = get(micros, PeerKind.QHAIGC).dividedBy(get(micros, PeerKind.RAW));
		Samples ratioToGoogle = get(micros, PeerKind.QHAIGC).dividedBy(get(micros, PeerKind.GOOGLE_GENAI));
		return new TableRow("Call, median time", MAX_RATIO + "x, less than Spring AI google-genai",
				ratioToRaw.median() <= MAX_RATIO && ratioToGoogle.median() < 1, cells(micros));
	}

	private static Map<PeerKind, String> cells(Map<PeerKind, Samples> micros) {
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		micros.forEach((kind, samples) -> {
			Samples ratio = samples.dividedBy(get(micros, PeerKind.RAW));
			String relative = (kind == PeerKind.RAW) ? "1x"
					: "%.2fx (%s)".formatted(ratio.median(), ratio.spread("%.2f"));
			cells.put(kind, "%s, %.0f us (%s)".formatted(relative, samples.median(), samples.spread("%.0f")));
		});
		return cells;
	}

	private static double medianMicros(Exchange exchange, double[] times) {
		for (int i = 0; i < times.length; i++) {
			long started = System.nanoTime();
			exchange.call();
			times[i] = (System.nanoTime() - started) / 1e3;
		}
		Arrays.sort(times);
		return times[times.length / 2];
	}

	private static Samples get(Map<PeerKind, Samples> samples, PeerKind kind) {
		return Objects.requireNonNull(samples.get(kind));
	}

}
