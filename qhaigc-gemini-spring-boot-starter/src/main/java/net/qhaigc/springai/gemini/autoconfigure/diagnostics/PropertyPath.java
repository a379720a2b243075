package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The name of a property without a prefix such as {@code qhaigc}, in the form in which
 * names are compared: lower case, without dashes and indexes. The name of an environment
 * variable is compared without separators, since an underscore can replace a dot or a
 * dash.
 *
 * @param elements the elements of the name
 * @param variable whether this is the name of an environment variable
 */
record PropertyPath(List<String> elements, boolean variable) {

	/**
	 * Return the path of a property name, whose elements are separated by dots or
	 * brackets.
	 */
	static PropertyPath ofProperty(String name) {
		return new PropertyPath(Arrays.stream(name.replaceAll("\\[\\d+]", "").replace('[', '.').split("\\."))
			.map((element) -> element.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
			.toList(), false);
	}

	/** Return the path of an environment variable. */
	static PropertyPath ofVariable(String name) {
		return new PropertyPath(Arrays.stream(name.split("_"))
			.map((element) -> element.toLowerCase(Locale.ROOT))
			.filter((element) -> !element.isEmpty())
			.toList(), true);
	}

	/** Whether this is the name of an environment variable for the property. */
	boolean isVariableOf(PropertyPath property) {
		return this.variable && joined().equals(property.joined());
	}

	/** Whether this is the name of the given map or list, or of an element of it. */
	boolean belongsTo(PropertyPath collection) {
		int size = collection.elements.size();
		return this.variable ? joined().startsWith(collection.joined())
				: this.elements.size() >= size && this.elements.subList(0, size).equals(collection.elements);
	}

	/** Return the path that starts with the element at the index. */
	PropertyPath from(int index) {
		return new PropertyPath(this.elements.subList(index, this.elements.size()), this.variable);
	}

	/** Return the elements without separators. */
	String joined() {
		return String.join("", this.elements);
	}

	/**
	 * Return the last element. For an environment variable, return all elements joined,
	 * since an underscore can replace a dot or a dash.
	 */
	String last() {
		return this.variable ? joined() : this.elements.get(this.elements.size() - 1);
	}

}
