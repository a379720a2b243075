package net.qhaigc.springai.gemini.options;

import java.util.List;

import org.springframework.util.Assert;

/**
 * Whether the model may, must or must not call functions.
 *
 * @param mode the rule
 * @param names the functions that the rule is limited to; empty for all of them, and
 * always empty with {@link Mode#AUTO} and {@link Mode#NONE}
 */
public record ToolChoice(Mode mode, List<String> names) {

	/** The model decides. */
	public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, List.of());

	/** The model calls no function. */
	public static final ToolChoice NONE = new ToolChoice(Mode.NONE, List.of());

	/**
	 * Makes a choice.
	 * @throws IllegalArgumentException if the mode is missing, or if there are names with
	 * {@link Mode#AUTO} or {@link Mode#NONE}, which Gemini refuses
	 */
	public ToolChoice {
		Assert.notNull(mode, () -> "%s needs a mode".formatted(Settings.named("toolChoice")));
		names = (names != null) ? List.copyOf(names) : List.of();
		Assert.isTrue(names.isEmpty() || mode == Mode.ANY || mode == Mode.VALIDATED,
				() -> "%s: names go with the modes ANY and VALIDATED, not with %s"
					.formatted(Settings.named("toolChoice"), mode));
	}

	/**
	 * The model must call a function.
	 * @param names the functions to choose from; none for any of the prompt's tools
	 * @return the choice
	 */
	public static ToolChoice any(String... names) {
		return new ToolChoice(Mode.ANY, List.of(names));
	}

	/**
	 * The model decides, and calls that it makes keep to the functions' schemas.
	 * @param names the functions to choose from; none for any of the prompt's tools
	 * @return the choice
	 */
	public static ToolChoice validated(String... names) {
		return new ToolChoice(Mode.VALIDATED, List.of(names));
	}

	/** The rule. */
	public enum Mode {

		/** The model decides. */
		AUTO,

		/** The model must call a function. */
		ANY,

		/** The model calls no function. */
		NONE,

		/** The model decides, and calls keep to the functions' schemas. */
		VALIDATED

	}

}
