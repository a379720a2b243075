package net.qhaigc.springai.gemini.benchmarks;

/**
 * How much is measured.
 *
 * @param warmUps rounds whose figures are thrown away
 * @param rounds rounds that count; in each, all clients take their turn
 * @param share what part of a round's exchanges is done
 */
record Scale(int warmUps, int rounds, double share) {

	/** For figures to be believed: minutes. */
	static final Scale FULL = new Scale(8, 9, 1);

	/** To see that all of it still runs: seconds. */
	static final Scale SMOKE = new Scale(0, 1, 0.005);

	int exchanges(int full) {
		return Math.max(1, (int) (full * this.share));
	}

}
