package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;

/**
 * A measurement, whose result is a row of a table.
 */
interface Measurement {

	/**
	 * Run the measurement.
	 * @param environment the servers and the clients
	 * @return the row of the table
	 * @throws IOException if a child JVM fails
	 * @throws InterruptedException if interrupted
	 */
	TableRow measure(BenchmarkEnvironment environment) throws IOException, InterruptedException;

}
