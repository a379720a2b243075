package net.qhaigc.springai.gemini.entity;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An array that is converted to a list repeatedly, while elements are being added to it.
 * Each complete element is converted only once.
 */
final class PartialArray extends ArrayNode {

	private final transient SharedElements converted = new SharedElements();

	private boolean lastElementIsOpen;

	private transient @Nullable JacksonException failure;

	PartialArray(JsonNodeFactory nodes) {
		super(nodes);
	}

	/** Set whether the last element is an object or array that is incomplete. */
	void setLastElementIsOpen(boolean isOpen) {
		this.lastElementIsOpen = isOpen;
	}

	/** Return why a complete element could not be converted, or null. */
	@Nullable JacksonException failure() {
		return this.failure;
	}

	/**
	 * Return the converted elements. The last element can be incomplete; it is left out
	 * if it cannot be converted yet.
	 */
	List<@Nullable Object> toList(Function<ArrayNode, Collection<?>> conversion) {
		int complete = this.lastElementIsOpen ? size() - 1 : size();
		if (this.converted.size() < complete) {
			try {
				conversion.apply(range(this.converted.size(), complete)).forEach(this.converted::add);
			}
			catch (JacksonException ex) {
				this.failure = ex;
				throw ex;
			}
		}
		if (!this.lastElementIsOpen) {
			return this.converted.toList();
		}
		try {
			return this.converted.toList(conversion.apply(range(complete, complete + 1)).iterator().next());
		}
		catch (JacksonException ex) {
			return this.converted.toList();
		}
	}

	private ArrayNode range(int from, int to) {
		ArrayNode range = new ArrayNode(this._nodeFactory, to - from);
		for (int i = from; i < to; i++) {
			range.add(get(i));
		}
		return range;
	}

}
