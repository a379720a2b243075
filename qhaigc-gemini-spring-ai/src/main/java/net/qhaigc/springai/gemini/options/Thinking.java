package net.qhaigc.springai.gemini.options;

import org.springframework.util.Assert;

/**
 * How much the model thinks before it responds: a token budget (Gemini 2.5) or a level
 * (Gemini 3 and newer). Google's {@code thinkingConfig} accepts only one of the two.
 */
public sealed interface Thinking {

	/**
	 * Create a token budget.
	 * @param tokens maximum number of thinking tokens; 0 disables thinking, -1 lets the
	 * model decide
	 * @return the budget
	 * @throws IllegalArgumentException if the number is less than -1
	 */
	static Thinking budget(int tokens) {
		return new Budget(tokens);
	}

	/**
	 * Return a level as a {@code Thinking}.
	 * @param level the level
	 * @return the same level
	 */
	static Thinking level(Level level) {
		return level;
	}

	/**
	 * Google's {@code thinkingBudget}.
	 *
	 * @param tokens maximum number of thinking tokens; 0 disables thinking, -1 lets the
	 * model decide
	 */
	record Budget(int tokens) implements Thinking {

		/**
		 * Create a token budget.
		 * @throws IllegalArgumentException if the number is less than -1
		 */
		public Budget {
			Assert.isTrue(tokens >= -1,
					() -> "%s must be -1 (the model decides), 0 (off) or a positive number of tokens, but is %d"
						.formatted(OptionValues.nameWithProperty("thinkingBudget"), tokens));
		}

	}

	/**
	 * Google's {@code thinkingLevel}. Not every model supports every level.
	 */
	enum Level implements Thinking {

		/** Minimal thinking. */
		MINIMAL,

		/** Low effort. */
		LOW,

		/** Medium effort. */
		MEDIUM,

		/** High effort. */
		HIGH,

		/** Extra high effort; supported by few models. */
		XHIGH

	}

}
