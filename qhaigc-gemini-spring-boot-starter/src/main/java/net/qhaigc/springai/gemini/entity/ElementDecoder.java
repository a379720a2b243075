package net.qhaigc.springai.gemini.entity;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Decodes the elements of a list, each as soon as it is complete. If the JSON of the
 * response is an array, this array is the list. If the JSON is an object, the list is the
 * first array that is a property of this object.
 *
 * @param <T> the type of the elements
 */
final class ElementDecoder<T> extends EntityDecoder<T> {

	private final EntityType<T> type;

	private @Nullable PartialArray list;

	private List<T> elements = new ArrayList<>();

	ElementDecoder(EntityType<T> type) {
		super(JsonShape.ofElements(type.schema()));
		this.type = type;
	}

	@Override
	void tokenAdded(JsonTree tree, JsonToken token, @Nullable JsonNode completed) {
		PartialArray list = list(tree);
		if (list != null && completed != null && tree.innermost() == list) {
			list.removeAll();
			this.elements.add(this.type.convert(completed, response()));
		}
	}

	private @Nullable PartialArray list(JsonTree tree) {
		if (this.list == null) {
			if (tree.root() instanceof PartialArray root) {
				this.list = root;
			}
			else if (tree.depth() == 2 && tree.innermost() instanceof PartialArray array) {
				this.list = array;
			}
		}
		return this.list;
	}

	@Override
	List<T> take(JsonTree tree) {
		return takeCompleted();
	}

	@Override
	List<T> takeCompleted() {
		if (this.elements.isEmpty()) {
			return List.of();
		}
		List<T> taken = this.elements;
		this.elements = new ArrayList<>();
		return taken;
	}

	@Override
	List<T> end(JsonNode root) {
		// Instead of a list of one element, models sometimes return the element alone.
		return (this.list != null) ? List.of() : List.of(this.type.convert(root, response()));
	}

}
