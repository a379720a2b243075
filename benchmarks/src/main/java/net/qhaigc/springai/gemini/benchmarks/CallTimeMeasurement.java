package net.qhaigc.springai.gemini.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * The median time of a call, from its start until the caller has the response.
 */
final class CallTimeMeasurement implements Measurement {

	private static final int CALLS = 2000;

	private static final double MAX_RATIO_TO_RAW = 1.45;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) {
		Map<ClientKind, Exchange> clients = environment.prepare(Task.call());
		Map<ClientKind, Samples> micros = new EnumMap<>(ClientKind.class);
		clients.keySet().forEach((kind) -> micros.put(kind, new Samples(new double[environment.scale().rounds()])));
		double[] times = new double[environment.scale().fractionOf(CALLS)];
		for (int round = -environment.scale().warmUps(); round < environment.scale().rounds(); round++) {
			for (Map.Entry<ClientKind, Exchange> client : clients.entrySet()) {
				double median = medianMicros(client.getValue(), times);
				if (round >= 0) {
					get(micros, client.getKey()).values()[round] = median;
				}
			}
		}
		Samples ratioToRaw = get(micros, ClientKind.QHAIGC).dividedBy(get(micros, ClientKind.RAW));
		Samples ratioToGoogle = get(micros, ClientKind.QHAIGC).dividedBy(get(micros, ClientKind.GOOGLE_GENAI));
		return new TableRow("Call, median time", MAX_RATIO_TO_RAW + "x raw Netty, less than Spring AI google-genai",
				ratioToRaw.median() <= MAX_RATIO_TO_RAW && ratioToGoogle.median() < 1, cells(micros));
	}

	private static Map<ClientKind, String> cells(Map<ClientKind, Samples> micros) {
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		micros.forEach((kind, samples) -> {
			Samples ratio = samples.dividedBy(get(micros, ClientKind.RAW));
			String relative = (kind == ClientKind.RAW) ? "1x"
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

	private static Samples get(Map<ClientKind, Samples> samples, ClientKind kind) {
		return Objects.requireNonNull(samples.get(kind));
	}

}
