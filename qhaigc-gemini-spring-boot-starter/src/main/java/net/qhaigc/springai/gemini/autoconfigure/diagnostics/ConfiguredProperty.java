package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A property or an environment variable under {@code qhaigc} that is set.
 *
 * @param name its name, as set
 * @param path its name without the prefix {@code qhaigc}. For a property of a model under
 * {@code qhaigc.models}, the path starts after the name of the model. For an environment
 * variable of a model, the path starts with {@code models} and contains the name of the
 * model
 * @param prefix the prefix to add to the name of a suggested property
 * @param maybeUnrelated whether it may be meant for another program or library
 */
record ConfiguredProperty(String name, PropertyPath path, String prefix, boolean maybeUnrelated) {

	private static final String MODELS = "models";

	/** Kubernetes sets these variables for services named qhaigc or qhaigc-*. */
	private static final String SERVICE_VARIABLE = "QHAIGC(_.*)?_(SERVICE_(HOST|PORT.*)|PORT(_\\d+_.*)?)";

	/**
	 * {@link #isExtensionOf} ignores existing properties whose names have fewer
	 * characters, since a longer name can begin or end with such a short name by chance.
	 */
	private static final int MIN_LENGTH_OF_BASE_NAME = 5;

	/**
	 * Create a property.
	 * @param name its name
	 * @param isSystemProperty whether it is a system property
	 */
	static ConfiguredProperty ofProperty(String name, boolean isSystemProperty) {
		String[] elements = name.split("\\.", 4);
		return isPropertyOfModel(elements)
				? new ConfiguredProperty(name, PropertyPath.ofProperty(elements[3]),
						"qhaigc.models." + elements[2] + ".", isSystemProperty)
				: new ConfiguredProperty(name, PropertyPath.ofProperty(name.substring("qhaigc.".length())), "qhaigc.",
						isSystemProperty);
	}

	private static boolean isPropertyOfModel(String[] elements) {
		return elements.length == 4 && elements[1].equals(MODELS);
	}

	static ConfiguredProperty ofVariable(String name) {
		return new ConfiguredProperty(name, PropertyPath.ofVariable(name.substring("QHAIGC_".length())), "qhaigc.",
				true);
	}

	/**
	 * Return the first index at which the name of the property can start. In an
	 * environment variable of a model, the name of the model can have several elements,
	 * so the property can also start at a later index.
	 */
	private int firstPossibleStart() {
		return (this.path.variable() && this.path.elements().size() > 2 && this.path.elements().get(0).equals(MODELS))
				? 2 : 0;
	}

	/** Whether the configuration metadata describes the property. */
	boolean isKnown(KnownProperties known) {
		if (firstPossibleStart() == 0) {
			return known.contains(this.path);
		}
		for (int i = firstPossibleStart(); i < this.path.elements().size(); i++) {
			if (known.contains(this.path.from(i))) {
				return true;
			}
		}
		return false;
	}

	/** Return the property that was probably meant; null if none is similar. */
	@Nullable String suggestion(KnownProperties known) {
		if (!this.path.variable()) {
			String nearest = PropertySuggestion.nearest(this.path, known.names());
			return (nearest != null) ? this.prefix + nearest : null;
		}
		String nearest = PropertySuggestion.nearest(this.path.from(firstPossibleStart()), known.names());
		return (nearest != null) ? variableFor(nearest, firstPossibleStart()) : null;
	}

	private String variableFor(String property, int start) {
		String model = (start > 0) ? "MODELS_" + this.path.elements().get(1) + "_" : "";
		return ("QHAIGC_" + model + property.replace("-", "").replace('.', '_')).toUpperCase(Locale.ROOT);
	}

	/**
	 * Whether to report the property. An environment variable or a system property may be
	 * meant for another program, or the application may refer to it in a placeholder.
	 * Therefore, it is reported only if its name is similar to the name of an existing
	 * property, and does not begin or end with the name of an existing property.
	 */
	boolean isProbableMistake(KnownProperties known) {
		return !this.maybeUnrelated || (!this.name.toUpperCase(Locale.ROOT).matches(SERVICE_VARIABLE)
				&& known.names().stream().noneMatch(this::isExtensionOf) && suggestion(known) != null);
	}

	private boolean isExtensionOf(String property) {
		String joined = PropertyPath.ofProperty(property).joined();
		String own = this.path.from(firstPossibleStart()).joined();
		return joined.length() >= MIN_LENGTH_OF_BASE_NAME && (own.startsWith(joined) || own.endsWith(joined));
	}

}
