package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;

/**
 * Many concurrent slow streams. The clients run one after another, each in a separate
 * JVM, with as many connections as streams if the number of connections can be
 * configured. The clients in {@link ClientKind#OTHER_LIBRARIES} run only once, since they
 * take much longer than the remaining clients, which run in several rounds.
 *
 * @param streams the number of streams
 * @param chunks the number of chunks of a stream
 * @param intervalMillis the interval between chunks in milliseconds
 * @param maxMiB the goal for the maximum resident memory of this project's client in MiB
 * @param clients the clients to measure
 */
record SlowStreamsMeasurement(int streams, int chunks, int intervalMillis, int maxMiB,
		Set<ClientKind> clients) implements Measurement {

	private static final int MAX_ROUNDS = 5;

	private static final double MAX_RATIO = 1.2;

	private static final int MAX_THREADS = 1;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException {
		int count = environment.scale().fractionOf(this.streams);
		Map<ClientKind, List<Outcome>> outcomes = new EnumMap<>(ClientKind.class);
		for (int round = 0; round < Math.min(MAX_ROUNDS, environment.scale().rounds()); round++) {
			for (ClientKind kind : this.clients) {
				if (round == 0 || !ClientKind.OTHER_LIBRARIES.contains(kind)) {
					outcomes.computeIfAbsent(kind, (key) -> new ArrayList<>()).add(run(kind, environment, count));
				}
			}
		}
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		outcomes.forEach((kind, runs) -> cells.put(kind, cell(runs, count)));
		Samples ratio = ratio(outcomes);
		cells.merge(ClientKind.QHAIGC, ", %.2fx (%s) handwritten".formatted(ratio.median(), ratio.spread("%.2f")),
				String::concat);
		return new TableRow(
				"%,d slow streams of %d chunks at intervals of %d ms; ideal %.1f s".formatted(this.streams, this.chunks,
						this.intervalMillis, (this.chunks - 1) * this.intervalMillis / 1e3),
				"all, %.1fx handwritten, %d thread, %d MiB".formatted(MAX_RATIO, MAX_THREADS, this.maxMiB),
				isGoalMet(outcomes, count), cells);
	}

	private Outcome run(ClientKind kind, BenchmarkEnvironment environment, int count) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(kind.name(), environment.baseUrl()));
		for (int number : new int[] { count, environment.scale().fractionOf(this.chunks), this.intervalMillis }) {
			arguments.add(Integer.toString(number));
		}
		try (ChildJvm child = ChildJvm.start(SlowStreams.class, List.of(), arguments.toArray(String[]::new))) {
			String[] words = child.readLine().split(" ");
			return new Outcome(Integer.parseInt(words[0]), Double.parseDouble(words[1]), Integer.parseInt(words[2]),
					Integer.parseInt(words[3]));
		}
	}

	private boolean isGoalMet(Map<ClientKind, List<Outcome>> outcomes, int count) {
		return ratio(outcomes).median() <= MAX_RATIO && get(outcomes, ClientKind.QHAIGC).stream()
			.allMatch((outcome) -> outcome.completed == count && outcome.threads <= MAX_THREADS
					&& outcome.residentMiB <= this.maxMiB);
	}

	private static Samples ratio(Map<ClientKind, List<Outcome>> outcomes) {
		return seconds(get(outcomes, ClientKind.QHAIGC)).dividedBy(seconds(get(outcomes, ClientKind.HANDWRITTEN)));
	}

	private static List<Outcome> get(Map<ClientKind, List<Outcome>> outcomes, ClientKind kind) {
		return Objects.requireNonNull(outcomes.get(kind));
	}

	private static String cell(List<Outcome> outcomes, int count) {
		int completed = outcomes.stream().mapToInt(Outcome::completed).min().orElse(0);
		Samples seconds = seconds(outcomes);
		String spread = (outcomes.size() == 1) ? "" : " (%s)".formatted(seconds.spread("%.1f"));
		return "%s, %.1f s%s, %s, %d MiB".formatted((completed == count) ? "all" : "%,d".formatted(completed),
				seconds.median(), spread, threads(outcomes.stream().mapToInt(Outcome::threads).max().orElse(0)),
				outcomes.stream().mapToInt(Outcome::residentMiB).max().orElse(0));
	}

	private static String threads(int count) {
		return (count == 1) ? "1 thread" : count + " threads";
	}

	private static Samples seconds(Collection<Outcome> outcomes) {
		return new Samples(outcomes.stream().mapToDouble(Outcome::seconds).toArray());
	}

	/** The result that one JVM prints. */
	private record Outcome(int completed, double seconds, int threads, int residentMiB) {

	}

}
