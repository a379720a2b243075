package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements that the arguments name. With the argument {@code smoke},
 * executes a {@link Smoke short run} of all measurements instead. Without arguments, runs
 * all measurements of the table in the README, and replaces this table.
 */
public final class Benchmarks {

	private static final Path README = Path.of("benchmarks", "README.md");

	/** More than twice the time of the longest measurement. */
	private static final Duration MAX_DURATION = Duration.ofMinutes(6);

	private Benchmarks() {
	}

	/**
	 * Print the row of each measurement. With the argument {@code smoke}, print the
	 * results of the smoke run instead, and exit with 1 if one of its checks fails.
	 * @param args the names of the measurements, or {@code smoke}
	 * @throws IOException if a child JVM fails or the README cannot be written
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		List<String> names = new ArrayList<>(Arrays.asList(args));
		if (names.remove("smoke")) {
			System.exit(Smoke.run() ? 0 : 1);
		}
		Map<String, Measurement> measurements = Measurements.all();
		if (!measurements.keySet().containsAll(names)) {
			System.err.println("Unknown argument in " + names + ". Use smoke, or any of " + measurements.keySet());
			System.exit(2);
		}
		if (names.isEmpty()) {
			measurements.keySet().removeAll(Measurements.NOT_IN_TABLE);
		}
		else {
			measurements.keySet().retainAll(names);
		}
		List<TableRow> rows = measure(measurements);
		if (names.isEmpty()) {
			Report.write(README, rows);
		}
		System.exit(0);
	}

	private static List<TableRow> measure(Map<String, Measurement> measurements)
			throws IOException, InterruptedException {
		System.out.print(TableRow.header());
		List<TableRow> rows = new ArrayList<>();
		try (BenchmarkEnvironment environment = new BenchmarkEnvironment(Scale.FULL)) {
			for (Map.Entry<String, Measurement> measurement : measurements.entrySet()) {
				long started = System.nanoTime();
				TableRow row = new TimeLimitedMeasurement(measurement.getKey(), measurement.getValue(), MAX_DURATION)
					.measure(environment);
				System.out.print(row + (row.note().isEmpty() ? "" : row.note() + "\n"));
				System.err.printf("%s took %.0f s%n", measurement.getKey(), (System.nanoTime() - started) / 1e9);
				rows.add(row);
			}
		}
		return rows;
	}

}
