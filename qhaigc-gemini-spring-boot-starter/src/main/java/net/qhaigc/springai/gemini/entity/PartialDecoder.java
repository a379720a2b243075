package net.qhaigc.springai.gemini.entity;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes partial objects, each with the values received so far. The last object is
 * complete and valid.
 *
 * @param <T> the type of the object
 */
final class PartialDecoder<T> extends EntityDecoder<T> {

	private final EntityType<T> type;

	private final JsonMapper mapper;

	private boolean changed;

	/**
	 * The array whose elements were received most recently, even if the array is
	 * complete; null before the first array. The response is invalid if a complete
	 * element of the array cannot be converted.
	 */
	private @Nullable PartialArray lastArray;

	/**
	 * Create a decoder.
	 * @param type the type of the complete object
	 * @param mapper the mapper for incomplete objects
	 */
	PartialDecoder(EntityType<T> type, JsonMapper mapper) {
		super(JsonShape.of(type.schema()));
		this.type = type;
		this.mapper = mapper;
	}

	@Override
	void tokenAdded(JsonTree tree, JsonToken token, @Nullable JsonNode completed) {
		this.changed |= token != JsonToken.PROPERTY_NAME;
		if (tree.innermost() instanceof PartialArray array) {
			this.lastArray = array;
		}
	}

	@Override
	List<T> take(JsonTree tree) {
		JsonNode root = tree.root();
		if (!this.changed || root == null || tree.isComplete()) {
			return List.of();
		}
		this.changed = false;
		try {
			T partial = this.mapper.readValue(new PartialTreeParser(root, ObjectReadContext.empty()),
					this.type.javaType());
			return List.of(partial);
		}
		catch (JacksonException ex) {
			if (this.lastArray != null && this.lastArray.failure() != null) {
				throw this.type.notConvertible(this.lastArray.failure(), response());
			}
			// A constructor can reject null for a value that has not been received yet.
			return List.of();
		}
	}

	@Override
	List<T> end(JsonNode root) {
		return List.of(this.type.convert(root, response()));
	}

}
