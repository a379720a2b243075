package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The numbers that an option takes, both ends included.
 */
record Range(double least, double greatest) {

	static Range atLeast(double least) {
		return new Range(least, Double.POSITIVE_INFINITY);
	}

	void check(String option, @Nullable Number value) {
		Assert.isTrue(value == null || contains(value.doubleValue()),
				() -> "%s must be %s, but is %s".formatted(Settings.named(option), this, value));
	}

	private boolean contains(double value) {
		return value >= this.least && value <= this.greatest;
	}

	@Override
	public String toString() {
		return Double.isInfinite(this.greatest) ? "at least %.0f".formatted(this.least)
				: "between %.0f and %.0f".formatted(this.least, this.greatest);
	}

}
