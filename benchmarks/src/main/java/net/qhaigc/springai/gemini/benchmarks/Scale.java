package net.qhaigc.springai.gemini.benchmarks;

/**
 * The number of measurements.
 *
 * @param warmUps the number of rounds whose results are discarded
 * @param rounds the number of measured rounds, in each of which all clients run
 * @param share the fraction of the exchanges that a round performs
 */
record Scale(int warmUps, int rounds, double share) {

	/** For meaningful results; takes minutes. */
	static final Scale FULL = new Scale(8, 9, 1);

	/** To check that all rows run; takes seconds. */
	static final Scale SMOKE = new Scale(0, 1, 0.005);

	int exchanges(int full) {
		return Math.max(1, (int) (full * this.share));
	}

}
