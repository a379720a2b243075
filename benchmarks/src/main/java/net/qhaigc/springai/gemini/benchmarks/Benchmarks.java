package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Measures the rows of the table that the arguments name, or all rows without arguments,
 * which also writes the table to the README. {@code smoke} is a run of a few seconds.
 */
public final class Benchmarks {

	private static final Path README = Path.of("benchmarks", "README.md");

	private Benchmarks() {
	}

	/**
	 * Prints the table, and exits with 1 if a bound of the smoke run is exceeded.
	 * @param args as above
	 * @throws IOException if another JVM fails, or the README cannot be written
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		List<String> names = new ArrayList<>(Arrays.asList(args));
		if (names.remove("smoke")) {
			System.exit(Smoke.run() ? 0 : 1);
		}
		Map<String, Row> rows = Rows.all();
		if (!rows.keySet().containsAll(names)) {
			System.err.println("Valid arguments: smoke, or any of " + rows.keySet());
			System.exit(2);
		}
		if (!names.isEmpty()) {
			rows.keySet().retainAll(names);
		}
		List<Line> lines = measure(rows.values());
		if (names.isEmpty()) {
			Report.write(README, lines);
		}
		System.exit(0);
	}

	private static List<Line> measure(Collection<Row> rows) throws IOException, InterruptedException {
		System.out.print(Line.head());
		List<Line> lines = new ArrayList<>();
		try (BenchmarkEnvironment environment = new BenchmarkEnvironment(Scale.FULL)) {
			for (Row row : rows) {
				Line line = row.measure(environment);
				System.out.print(line);
				lines.add(line);
			}
		}
		return lines;
	}

}
