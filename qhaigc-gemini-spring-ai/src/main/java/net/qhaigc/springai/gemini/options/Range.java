package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The range of a numeric option, both bounds included.
 */
record Range(double min, double max) {

	static Range atLeast(double min) {
		return new Range(min, Double.POSITIVE_INFINITY);
	}

	void check(String option, @Nullable Number value) {
		Assert.isTrue(value == null || contains(value.doubleValue()),
				() -> "%s must be %s, but is %s".formatted(OptionValues.nameWithProperty(option), this, value));
	}

	private boolean contains(double value) {
		return value >= this.min && value <= this.max;
	}

	@Override
	public String toString() {
		return Double.isInfinite(this.max) ? "at least %.0f".formatted(this.min)
				: "between %.0f and %.0f".formatted(this.min, this.max);
	}

}
