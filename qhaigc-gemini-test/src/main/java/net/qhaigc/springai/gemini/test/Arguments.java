package net.qhaigc.springai.gemini.test;

import java.time.Duration;

/**
 * Checks the arguments of API methods.
 */
final class Arguments {

	private Arguments() {
	}

	static void requireNotNegative(String name, Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
		}
	}

	static void requireAtLeast(String name, int min, int value) {
		if (value < min) {
			throw new IllegalArgumentException(name + " must be at least " + min + ", but is " + value);
		}
	}

	/** Check the status of a response, and return it. */
	static int requireStatus(int status) {
		return requireBetween("The status", 200, 599, status);
	}

	/** Check the status of an error, and return it. */
	static int requireErrorStatus(int status) {
		return requireBetween("The error status", 400, 599, status);
	}

	/** Check the status of an interim response, and return it. */
	static int requireInterimStatus(int status) {
		return requireBetween("An interim status", 100, 199, status);
	}

	private static int requireBetween(String name, int min, int max, int value) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", but is " + value);
		}
		return value;
	}

}
