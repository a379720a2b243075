/**
 * Converts JSON Schema into the schemas that Gemini accepts. Other packages use
 * {@link net.qhaigc.springai.gemini.codec.schema.SchemaEncoder}, which uses these types:
 * <ul>
 * <li>{@code JsonSchema}: the schema as the application provides it, and the targets of
 * its references</li>
 * <li>{@code ResolvedSchema}: the keywords that apply to one value, after references have
 * been followed and {@code JsonSchemaMerger} has merged the schemas that apply to the
 * same value</li>
 * <li>{@code TypedSchema}: creates Google's {@code Schema} for values of one type</li>
 * <li>{@code SchemaTranslator}: translates a schema with all its subschemas into Google's
 * {@code Schema} and records what it drops; {@code SchemaLocation} is its current
 * location in the schema</li>
 * <li>{@code EmbeddedJson}: the locations at which the translation replaces an object
 * with a string, so that the strings at these locations of a response can be parsed</li>
 * <li>{@code ToolParameters}: reduces the schema of a tool's parameters to one
 * object</li>
 * <li>{@code JsonSchemaNormalizer}: limits a JSON Schema to what Gemini accepts as JSON
 * Schema, instead of translating it</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.schema;

import org.jspecify.annotations.NullMarked;
