package net.qhaigc.springai.gemini.options;

import java.util.List;

import org.springframework.util.Assert;

/**
 * Whether the model may, must or must not call functions: Google's
 * {@code toolConfig.functionCallingConfig}.
 *
 * @param mode whether the model may, must or must not call functions
 * @param names names of the tools from which the model can choose; empty for all tools of
 * the prompt, and always empty with {@link Mode#AUTO} and {@link Mode#NONE}
 */
public record ToolChoice(Mode mode, List<String> names) {

	/** The model decides whether to call functions. */
	public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, List.of());

	/** The model must not call functions. */
	public static final ToolChoice NONE = new ToolChoice(Mode.NONE, List.of());

	/**
	 * Create a tool choice.
	 * @throws IllegalArgumentException if the mode is missing, or if names are combined
	 * with {@link Mode#AUTO} or {@link Mode#NONE}, a combination that Gemini rejects
	 */
	public ToolChoice {
		Assert.notNull(mode, () -> "%s requires a mode".formatted(OptionValues.nameWithProperty("toolChoice")));
		names = (names != null) ? List.copyOf(names) : List.of();
		Assert.isTrue(names.isEmpty() || mode == Mode.ANY || mode == Mode.VALIDATED,
				() -> "%s: names are allowed with the modes ANY and VALIDATED, not with %s"
					.formatted(OptionValues.nameWithProperty("toolChoice"), mode));
	}

	/**
	 * Require the model to call a function.
	 * @param names names of the tools to choose from; none for all tools of the prompt
	 * @return the tool choice
	 */
	public static ToolChoice any(String... names) {
		return new ToolChoice(Mode.ANY, List.of(names));
	}

	/**
	 * Let the model decide whether to call functions. Its calls conform to the schemas of
	 * the functions.
	 * @param names names of the tools to choose from; none for all tools of the prompt
	 * @return the tool choice
	 */
	public static ToolChoice validated(String... names) {
		return new ToolChoice(Mode.VALIDATED, List.of(names));
	}

	/** Google's {@code functionCallingConfig.mode}. */
	public enum Mode {

		/** The model decides whether to call functions. */
		AUTO,

		/** The model must call a function. */
		ANY,

		/** The model must not call functions. */
		NONE,

		/**
		 * The model decides whether to call functions, and its calls conform to the
		 * schemas of the functions.
		 */
		VALIDATED

	}

}
