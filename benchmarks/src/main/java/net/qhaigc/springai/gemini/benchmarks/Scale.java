package net.qhaigc.springai.gemini.benchmarks;

/**
 * The number of rounds and exchanges of a run.
 *
 * @param warmUps the number of warm-up rounds, which are not measured
 * @param rounds the number of rounds that are measured
 * @param fraction the number of exchanges of a round, as a fraction of those of a full
 * round
 */
record Scale(int warmUps, int rounds, double fraction) {

	/** For reliable results. Takes minutes. */
	static final Scale FULL = new Scale(8, 9, 1);

	/** For a test of the benchmarks themselves. Takes seconds. */
	static final Scale SMOKE = new Scale(0, 1, 0.005);

	int exchanges(int full) {
		return Math.max(1, (int) (full * this.fraction));
	}

}
