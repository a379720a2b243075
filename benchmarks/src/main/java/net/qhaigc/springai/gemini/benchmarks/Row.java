package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;

/**
 * One kind of measurement.
 */
interface Row {

	/**
	 * Measure.
	 * @param environment the server and the clients
	 * @return the line of the table
	 * @throws IOException if another JVM fails
	 * @throws InterruptedException if interrupted
	 */
	Line measure(BenchmarkEnvironment environment) throws IOException, InterruptedException;

}
