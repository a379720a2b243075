package net.qhaigc.springai.gemini.benchmarks;

import java.util.Arrays;

/**
 * Measured values, or ratios of measured values, with one value for each round.
 *
 * @param values the values in the order of the rounds
 */
record Samples(double[] values) {

	double median() {
		return quantile(0.5);
	}

	double max() {
		return quantile(1);
	}

	/** Return the interquartile range as text. */
	String spread(String format) {
		return (format + "-" + format).formatted(quantile(0.25), quantile(0.75));
	}

	/** Divide each value by the other value of the same round. */
	Samples dividedBy(Samples other) {
		double[] ratios = new double[this.values.length];
		Arrays.setAll(ratios, (i) -> this.values[i] / other.values[i]);
		return new Samples(ratios);
	}

	private double quantile(double fraction) {
		double[] sorted = this.values.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.round(fraction * (sorted.length - 1))];
	}

}
