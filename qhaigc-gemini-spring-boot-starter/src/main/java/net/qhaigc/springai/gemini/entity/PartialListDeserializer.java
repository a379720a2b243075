package net.qhaigc.springai.gemini.entity;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.type.CollectionType;

/**
 * Converts a {@link PartialArray} to a list without converting its complete elements
 * again. Any other array is read as usual, and so is an array whose declared type, such
 * as {@code Set}, does not accept a {@code List}.
 */
final class PartialListDeserializer extends DelegatingDeserializer {

	private PartialListDeserializer(ValueDeserializer<?> delegate) {
		super(delegate);
	}

	static JacksonModule module() {
		return new SimpleModule("partial lists").setDeserializerModifier(new Modifier());
	}

	@Override
	public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
		JavaType declared = context.getContextualType();
		ValueDeserializer<?> contextual = super.createContextual(context, property);
		boolean acceptsList = declared != null && declared.getRawClass().isAssignableFrom(List.class);
		return acceptsList ? contextual : ((DelegatingDeserializer) contextual).getDelegatee();
	}

	@Override
	protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
		return new PartialListDeserializer(delegate);
	}

	@Override
	public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
		if (!(parser instanceof PartialTreeParser tree) || !parser.hasToken(JsonToken.START_ARRAY)) {
			return super.deserialize(parser, context);
		}
		ArrayNode array = tree.skipArray();
		return (array instanceof PartialArray partial) ? partial.toList((elements) -> convert(elements, context))
				: convert(array, context);
	}

	private Collection<?> convert(ArrayNode elements, DeserializationContext context) {
		JsonParser parser = new PartialTreeParser(elements, context);
		parser.nextToken();
		return (Collection<?>) getDelegatee().deserialize(parser, context);
	}

	private static final class Modifier extends ValueDeserializerModifier {

		@Override
		public ValueDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			return new PartialListDeserializer(deserializer);
		}

	}

}
