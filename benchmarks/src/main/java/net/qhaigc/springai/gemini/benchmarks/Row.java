package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;

/**
 * One kind of measurement.
 */
interface Row {

	/**
	 * Measures.
	 * @param lab the server and the clients
	 * @return the line of the table
	 * @throws IOException if another JVM fails
	 * @throws InterruptedException if interrupted
	 */
	Line measure(Lab lab) throws IOException, InterruptedException;

}
