package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements whose names are the arguments, {@code smoke} for a short run, or
 * all measurements if there are no arguments, which writes the table to the README.
 */
public final class Benchmarks {

	private static final Path README = Path.of("benchmarks", "README.md");

	private Benchmarks() {
	}

	/**
	 * Print the table, and exit with 1 if a limit of the smoke run is exceeded.
	 * @param args the names of the measurements
	 * @throws IOException if another JVM fails or the README cannot be written
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		List<String> names = new ArrayList<>(Arrays.asList(args));
		if (names.remove("smoke")) {
			System.exit(Smoke.run() ? 0 : 1);
		}
		Map<String, Measurement> measurements = Measurements.all();
		if (!measurements.keySet().containsAll(names)) {
			System.err.println("Unknown argument. Supported are smoke and any of " + measurements.keySet());
			System.exit(2);
		}
		if (!names.isEmpty()) {
			measurements.keySet().retainAll(names);
		}
		List<TableRow> rows = measure(measurements.values());
		if (names.isEmpty()) {
			Report.write(README, rows);
		}
		System.exit(0);
	}

	private static List<TableRow> measure(Collection<Measurement> measurements)
			throws IOException, InterruptedException {
		System.out.print(TableRow.header());
		List<TableRow> rows = new ArrayList<>();
		try (BenchmarkEnvironment environment = new BenchmarkEnvironment(Scale.FULL)) {
			for (Measurement measurement : measurements) {
				TableRow row = measurement.measure(environment);
				System.out.print(row);
				rows.add(row);
			}
		}
		return rows;
	}

}
