package net.qhaigc.springai.gemini.benchmarks;

import java.util.Arrays;

/**
 * Figures of one kind, one of each round.
 *
 * @param values in the order of the rounds
 */
record Samples(double[] values) {

	double median() {
		return quantile(0.5);
	}

	double highest() {
		return quantile(1);
	}

	/** The middle half as text, so that a reader sees how far the figures lie apart. */
	String spread(String format) {
		return (format + "-" + format).formatted(quantile(0.25), quantile(0.75));
	}

	/** Each divided by the other's of the same round. */
	Samples dividedBy(Samples other) {
		double[] ratios = new double[this.values.length];
		Arrays.setAll(ratios, (i) -> this.values[i] / other.values[i]);
		return new Samples(ratios);
	}

	private double quantile(double share) {
		double[] sorted = this.values.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.round(share * (sorted.length - 1))];
	}

}
