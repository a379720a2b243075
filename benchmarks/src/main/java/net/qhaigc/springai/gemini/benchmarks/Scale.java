package net.qhaigc.springai.gemini.benchmarks;

/**
 * The scale of a run of the benchmarks.
 *
 * @param warmUps the number of warm-up rounds, which are not measured
 * @param rounds the number of rounds that are measured
 * @param fraction the number of exchanges, streams or chunks, as a fraction of their
 * number in a full run
 */
record Scale(int warmUps, int rounds, double fraction) {

	/** For reliable results. Takes minutes. */
	static final Scale FULL = new Scale(8, 9, 1);

	/** For a test of the benchmarks themselves. Takes seconds. */
	static final Scale SMOKE = new Scale(0, 1, 0.005);

	int fractionOf(int fullCount) {
		return Math.max(1, (int) (fullCount * this.fraction));
	}

}
