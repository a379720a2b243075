package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A property or an environment variable under {@code qhaigc} that is set.
 *
 * @param name its name, as set
 * @param path its path, without the name of a model
 * @param prefix the prefix to add to the name of a suggested property
 * @param shared whether it may be meant for another program or library
 */
record ConfiguredProperty(String name, PropertyPath path, String prefix, boolean shared) {

	private static final String MODELS = "models";

	/** Kubernetes sets these variables for a service with the name qhaigc. */
	private static final String SERVICE_VARIABLE = "QHAIGC(_.*)?_(SERVICE_(HOST|PORT.*)|PORT(_\\d+_.*)?)";

	/** Shorter names may be contained in others by chance. */
	private static final int MIN_EXTENDED_LENGTH = 5;

	/**
	 * Create a property.
	 * @param name its name
	 * @param shared whether it is a system property
	 */
	static ConfiguredProperty ofProperty(String name, boolean shared) {
		String[] elements = name.split("\\.", 4);
		return isModel(elements)
				? new ConfiguredProperty(name, PropertyPath.ofProperty(elements[3]),
						"qhaigc.models." + elements[2] + ".", shared)
				: new ConfiguredProperty(name, PropertyPath.ofProperty(name.substring("qhaigc.".length())), "qhaigc.",
						shared);
	}

	private static boolean isModel(String[] elements) {
		return elements.length == 4 && elements[1].equals(MODELS);
	}

	static ConfiguredProperty ofVariable(String name) {
		return new ConfiguredProperty(name, PropertyPath.ofVariable(name.substring("QHAIGC_".length())), "qhaigc.",
				true);
	}

	/** Return the index of the first element after the name of a model. */
	private int startIndex() {
		return (this.path.variable() && this.path.elements().size() > 2 && this.path.elements().get(0).equals(MODELS))
				? 2 : 0;
	}

	/** Whether the metadata describes the property. */
	boolean isKnown(KnownProperties known) {
		if (startIndex() == 0) {
			return known.contains(this.path);
		}
		for (int i = startIndex(); i < this.path.elements().size(); i++) {
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
		String nearest = PropertySuggestion.nearest(this.path.from(startIndex()), known.names());
		return (nearest != null) ? variable(nearest, startIndex()) : null;
	}

	private String variable(String property, int start) {
		String model = (start > 0) ? "MODELS_" + this.path.elements().get(1) + "_" : "";
		return ("QHAIGC_" + model + property.replace("-", "").replace('.', '_')).toUpperCase(Locale.ROOT);
	}

	/**
	 * Whether to report the property. An environment variable or a system property may be
	 * meant for another program, or the application may refer to it in a placeholder.
	 * Such a variable or system property is reported only if its name is similar to the
	 * name of an existing property, and does not just extend that name.
	 */
	boolean isProbableMistake(KnownProperties known) {
		return !this.shared || (!this.name.toUpperCase(Locale.ROOT).matches(SERVICE_VARIABLE)
				&& known.names().stream().noneMatch(this::isExtensionOf) && suggestion(known) != null);
	}

	private boolean isExtensionOf(String property) {
		String joined = PropertyPath.ofProperty(property).joined();
		String own = this.path.from(startIndex()).joined();
		return joined.length() >= MIN_EXTENDED_LENGTH && (own.startsWith(joined) || own.endsWith(joined));
	}

}
