package net.qhaigc.springai.gemini.options;

import org.springframework.util.Assert;

/**
 * How much the model thinks before it answers: a budget of tokens (Gemini 2.5) or a level
 * (Gemini 3 and newer), never both.
 */
public sealed interface Thinking {

	/**
	 * A budget of tokens.
	 * @param tokens the most tokens; 0 is off and -1 leaves it to the model
	 * @return the budget
	 * @throws IllegalArgumentException if it is less than -1
	 */
	static Thinking budget(int tokens) {
		return new Budget(tokens);
	}

	/**
	 * A level.
	 * @param level the level
	 * @return the same level
	 */
	static Thinking level(Level level) {
		return level;
	}

	/**
	 * A budget of tokens.
	 *
	 * @param tokens the most tokens; 0 is off and -1 leaves it to the model
	 */
	record Budget(int tokens) implements Thinking {

		public Budget {
			Assert.isTrue(tokens >= -1,
					() -> "%s must be -1 (the model decides), 0 (off) or a number of tokens, but is %d"
						.formatted(Settings.named("thinkingBudget"), tokens));
		}

	}

	/**
	 * A level. Not every model knows every level.
	 */
	enum Level implements Thinking {

		/** As little as can be. */
		MINIMAL,

		/** Little. */
		LOW,

		/** In between. */
		MEDIUM,

		/** Much. */
		HIGH,

		/** More than much; few models know it. */
		XHIGH

	}

}
