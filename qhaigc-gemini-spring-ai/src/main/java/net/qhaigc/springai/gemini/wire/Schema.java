package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Schema}: the part of OpenAPI 3.0 that Gemini takes, and nothing else.
 *
 * @param type STRING, NUMBER, INTEGER, BOOLEAN, ARRAY, OBJECT or NULL
 * @param format such as {@code int32}, {@code date-time} or {@code enum}
 * @param title a title
 * @param description a description; the model reads it
 * @param nullable whether null is a value
 * @param enumeration {@code enum}: the values allowed, strings only
 * @param items the schema of an array's elements
 * @param minItems the least number of elements
 * @param maxItems the greatest number of elements
 * @param properties the schemas of an object's properties
 * @param required the properties that must be there
 * @param propertyOrdering the order in which the model is to write the properties
 * @param minProperties the least number of properties
 * @param maxProperties the greatest number of properties
 * @param minLength the least length of a string
 * @param maxLength the greatest length of a string
 * @param pattern a regular expression for a string
 * @param minimum the least number
 * @param maximum the greatest number
 * @param anyOf schemas of which one has to hold
 * @param defaultValue {@code default}
 * @param example an example
 */
public record Schema(@Nullable String type, @Nullable String format, @Nullable String title,
		@Nullable String description, @Nullable Boolean nullable,
		@JsonProperty("enum") @Nullable List<String> enumeration, @Nullable Schema items, @Nullable Long minItems,
		@Nullable Long maxItems, @Nullable Map<String, Schema> properties, @Nullable List<String> required,
		@Nullable List<String> propertyOrdering, @Nullable Long minProperties, @Nullable Long maxProperties,
		@Nullable Long minLength, @Nullable Long maxLength, @Nullable String pattern, @Nullable Number minimum,
		@Nullable Number maximum, @Nullable List<Schema> anyOf, @JsonProperty("default") @Nullable Object defaultValue,
		@Nullable Object example) {

}
