package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Schema}: the subset of OpenAPI 3.0 that Gemini supports. A component
 * that is null is absent from the JSON.
 *
 * @param type STRING, NUMBER, INTEGER, BOOLEAN, ARRAY, OBJECT or NULL
 * @param format such as {@code int32}, {@code date-time} or {@code enum}
 * @param title a title
 * @param description a description; the model reads it
 * @param nullable whether null is a valid value
 * @param enumeration {@code enum}: the valid values, strings only
 * @param items the schema of the elements of an array
 * @param minItems the minimum number of elements
 * @param maxItems the maximum number of elements
 * @param properties the schemas of the properties of an object
 * @param required the names of the required properties
 * @param propertyOrdering the order in which the model writes the properties
 * @param minProperties the minimum number of properties
 * @param maxProperties the maximum number of properties
 * @param minLength the minimum length of a string
 * @param maxLength the maximum length of a string
 * @param pattern a regular expression that a string must match
 * @param minimum the minimum of a number
 * @param maximum the maximum of a number
 * @param anyOf schemas of which a value must match at least one
 * @param defaultValue {@code default}: any JSON value
 * @param example any JSON value
 */
public record Schema(@Nullable String type, @Nullable String format, @Nullable String title,
		@Nullable String description, @Nullable Boolean nullable,
		@JsonProperty("enum") @Nullable List<String> enumeration, @Nullable Schema items, @Nullable Long minItems,
		@Nullable Long maxItems, @Nullable Map<String, Schema> properties, @Nullable List<String> required,
		@Nullable List<String> propertyOrdering, @Nullable Long minProperties, @Nullable Long maxProperties,
		@Nullable Long minLength, @Nullable Long maxLength, @Nullable String pattern, @Nullable Number minimum,
		@Nullable Number maximum, @Nullable List<Schema> anyOf, @JsonProperty("default") @Nullable Object defaultValue,
		@Nullable Object example) {

	public Schema {
		enumeration = ImmutableCopy.of(enumeration);
		properties = ImmutableCopy.of(properties);
		required = ImmutableCopy.of(required);
		propertyOrdering = ImmutableCopy.of(propertyOrdering);
		anyOf = ImmutableCopy.of(anyOf);
	}

	/**
	 * Return a builder in which no component is set.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds a schema. A component that is not set, or is set to null, is absent.
	 */
	public static final class Builder {

		private @Nullable String type;

		private @Nullable String format;

		private @Nullable String title;

		private @Nullable String description;

		private @Nullable Boolean nullable;

		private @Nullable List<String> enumeration;

		private @Nullable Schema items;

		private @Nullable Long minItems;

		private @Nullable Long maxItems;

		private @Nullable Map<String, Schema> properties;

		private @Nullable List<String> required;

		private @Nullable List<String> propertyOrdering;

		private @Nullable Long minProperties;

		private @Nullable Long maxProperties;

		private @Nullable Long minLength;

		private @Nullable Long maxLength;

		private @Nullable String pattern;

		private @Nullable Number minimum;

		private @Nullable Number maximum;

		private @Nullable List<Schema> anyOf;

		private @Nullable Object defaultValue;

		private @Nullable Object example;

		private Builder() {
		}

		public Builder type(@Nullable String type) {
			this.type = type;
			return this;
		}

		public Builder format(@Nullable String format) {
			this.format = format;
			return this;
		}

		public Builder title(@Nullable String title) {
			this.title = title;
			return this;
		}

		public Builder description(@Nullable String description) {
			this.description = description;
			return this;
		}

		public Builder nullable(@Nullable Boolean nullable) {
			this.nullable = nullable;
			return this;
		}

		public Builder enumeration(@Nullable List<String> enumeration) {
			this.enumeration = enumeration;
			return this;
		}

		public Builder items(@Nullable Schema items) {
			this.items = items;
			return this;
		}

		public Builder minItems(@Nullable Long minItems) {
			this.minItems = minItems;
			return this;
		}

		public Builder maxItems(@Nullable Long maxItems) {
			this.maxItems = maxItems;
			return this;
		}

		public Builder properties(@Nullable Map<String, Schema> properties) {
			this.properties = properties;
			return this;
		}

		public Builder required(@Nullable List<String> required) {
			this.required = required;
			return this;
		}

		public Builder propertyOrdering(@Nullable List<String> propertyOrdering) {
			this.propertyOrdering = propertyOrdering;
			return this;
		}

		public Builder minProperties(@Nullable Long minProperties) {
			this.minProperties = minProperties;
			return this;
		}

		public Builder maxProperties(@Nullable Long maxProperties) {
			this.maxProperties = maxProperties;
			return this;
		}

		public Builder minLength(@Nullable Long minLength) {
			this.minLength = minLength;
			return this;
		}

		public Builder maxLength(@Nullable Long maxLength) {
			this.maxLength = maxLength;
			return this;
		}

		public Builder pattern(@Nullable String pattern) {
			this.pattern = pattern;
			return this;
		}

		public Builder minimum(@Nullable Number minimum) {
			this.minimum = minimum;
			return this;
		}

		public Builder maximum(@Nullable Number maximum) {
			this.maximum = maximum;
			return this;
		}

		public Builder anyOf(@Nullable List<Schema> anyOf) {
			this.anyOf = anyOf;
			return this;
		}

		public Builder defaultValue(@Nullable Object defaultValue) {
			this.defaultValue = defaultValue;
			return this;
		}

		public Builder example(@Nullable Object example) {
			this.example = example;
			return this;
		}

		public Schema build() {
			return new Schema(this.type, this.format, this.title, this.description, this.nullable, this.enumeration,
					this.items, this.minItems, this.maxItems, this.properties, this.required, this.propertyOrdering,
					this.minProperties, this.maxProperties, this.minLength, this.maxLength, this.pattern, this.minimum,
					this.maximum, this.anyOf, this.defaultValue, this.example);
		}

	}

}
