package net.qhaigc.springai.gemini.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Part}: exactly one kind of data, with attributes.
 */
public sealed interface Part {

	/**
	 * Return the fields other than the data.
	 * @return the attributes; {@link PartAttributes#NONE} if there are none
	 */
	PartAttributes attributes();

	/**
	 * Return a part with the same data and the given attributes.
	 * @param attributes the attributes
	 * @return a part of the same type
	 */
	Part withAttributes(PartAttributes attributes);

	/**
	 * Return whether this part is a thought rather than part of the answer. A part of any
	 * type can be a thought.
	 * @return true if {@code thought} is set
	 */
	default boolean isThought() {
		return Boolean.TRUE.equals(attributes().thought());
	}

	/**
	 * Return the signature.
	 * @return {@code thoughtSignature}, or null if absent
	 */
	default @Nullable String thoughtSignature() {
		return attributes().thoughtSignature();
	}

	/**
	 * {@code text}. The text can be empty, in particular if the part has only a
	 * signature.
	 *
	 * @param text the text
	 * @param attributes the fields other than the data
	 */
	record Text(String text, PartAttributes attributes) implements Part {

		public Text(String text) {
			this(text, PartAttributes.NONE);
		}

		@Override
		public Text withAttributes(PartAttributes attributes) {
			return new Text(this.text, attributes);
		}

	}

	/**
	 * {@code inlineData}: bytes, which are base64 in the JSON. Instances are compared by
	 * value.
	 *
	 * @param mimeType the MIME type of the bytes
	 * @param data the bytes; empty if their base64 cannot be decoded. The bytes can be
	 * large, so the array is not copied and must not be modified.
	 * @param displayName the name by which a tool result refers to the bytes
	 * @param attributes the fields other than the data
	 */
	record InlineData(@Nullable String mimeType, byte[] data, @Nullable String displayName,
			PartAttributes attributes) implements Part {

		public InlineData(String mimeType, byte[] data) {
			this(mimeType, data, null, PartAttributes.NONE);
		}

		@Override
		public InlineData withAttributes(PartAttributes attributes) {
			return new InlineData(this.mimeType, this.data, this.displayName, attributes);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof InlineData that && Objects.equals(this.mimeType, that.mimeType)
					&& Arrays.equals(this.data, that.data) && Objects.equals(this.displayName, that.displayName)
					&& this.attributes.equals(that.attributes);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.mimeType, Arrays.hashCode(this.data), this.displayName, this.attributes);
		}

		/**
		 * Contains the number of bytes, but not the bytes themselves, which must not be
		 * logged.
		 */
		@Override
		public String toString() {
			return "InlineData[mimeType=%s, %d bytes]".formatted(this.mimeType, this.data.length);
		}

	}

	/**
	 * {@code fileData}: media that a URI refers to.
	 *
	 * @param fileUri a URI of the Files API, of YouTube, or with scheme {@code gs} or
	 * {@code https}
	 * @param mimeType the MIME type
	 * @param displayName a name for the file
	 * @param attributes the fields other than the data
	 */
	record FileData(@Nullable String fileUri, @Nullable String mimeType, @Nullable String displayName,
			PartAttributes attributes) implements Part {

		public FileData(String fileUri, @Nullable String mimeType) {
			this(fileUri, mimeType, null, PartAttributes.NONE);
		}

		@Override
		public FileData withAttributes(PartAttributes attributes) {
			return new FileData(this.fileUri, this.mimeType, this.displayName, attributes);
		}

	}

	/**
	 * {@code functionCall}: a tool call of the model.
	 *
	 * @param id the ID of the call; null if absent
	 * @param name the name of the function; null if the part continues the call of an
	 * earlier part
	 * @param args the arguments; null if they are absent or a string, and empty if they
	 * are an array, a number or a boolean
	 * @param argsText the arguments, or a fragment of them, as text; null if absent. For
	 * models that are not from Google, some gateways send this text as a string in place
	 * of {@code args}, in a field {@code arguments} next to {@code args}, or in
	 * {@code arguments} as the only field of {@code args}. If the gateway has parsed a
	 * fragment as JSON, for example as a number, the value is converted back to text.
	 * @param partialArgs partial arguments; null if absent
	 * @param willContinue whether later parts continue the call
	 * @param attributes the fields other than the data
	 */
	record FunctionCall(@Nullable String id, @Nullable String name, @Nullable Map<String, Object> args,
			@Nullable String argsText, @Nullable List<PartialArg> partialArgs, @Nullable Boolean willContinue,
			PartAttributes attributes) implements Part {

		public FunctionCall {
			partialArgs = ImmutableCopy.of(partialArgs);
		}

		public FunctionCall(@Nullable String id, @Nullable String name, @Nullable Map<String, Object> args,
				PartAttributes attributes) {
			this(id, name, args, null, null, null, attributes);
		}

		@Override
		public FunctionCall withAttributes(PartAttributes attributes) {
			return new FunctionCall(this.id, this.name, this.args, this.argsText, this.partialArgs, this.willContinue,
					attributes);
		}

	}

	/**
	 * An element of {@code partialArgs}: one value in the arguments of a function call.
	 *
	 * @param jsonPath the path of the value, such as {@code $.location}
	 * @param value a string, number or boolean; null if the value is null in the JSON, or
	 * if there is no value
	 * @param hasValue whether there is a value; true if the value is null in the JSON
	 * @param willContinue whether a later event continues the string
	 */
	record PartialArg(String jsonPath, @Nullable Object value, boolean hasValue, boolean willContinue) {

	}

	/**
	 * {@code functionResponse}: a tool result.
	 *
	 * @param id the ID of the call; null if absent
	 * @param name the name of the function
	 * @param response the result as a JSON object
	 * @param parts media of the result
	 * @param attributes the fields other than the data
	 */
	record FunctionResponse(@Nullable String id, @Nullable String name, @Nullable Map<String, Object> response,
			@Nullable List<Part> parts, PartAttributes attributes) implements Part {

		public FunctionResponse {
			parts = ImmutableCopy.of(parts);
		}

		@Override
		public FunctionResponse withAttributes(PartAttributes attributes) {
			return new FunctionResponse(this.id, this.name, this.response, this.parts, attributes);
		}

	}

	/**
	 * {@code executableCode}: code that the model wrote and the server runs.
	 *
	 * @param language such as {@code PYTHON}
	 * @param code the code
	 * @param id pairs the code with its result
	 * @param attributes the fields other than the data
	 */
	record ExecutableCode(@Nullable String language, @Nullable String code, @Nullable String id,
			PartAttributes attributes) implements Part {

		@Override
		public ExecutableCode withAttributes(PartAttributes attributes) {
			return new ExecutableCode(this.language, this.code, this.id, attributes);
		}

	}

	/**
	 * {@code codeExecutionResult}: the result of {@code executableCode}.
	 *
	 * @param outcome such as {@code OUTCOME_OK}
	 * @param output the output or the error; null if absent
	 * @param id pairs the result with its code
	 * @param attributes the fields other than the data
	 */
	record CodeExecutionResult(@Nullable String outcome, @Nullable String output, @Nullable String id,
			PartAttributes attributes) implements Part {

		@Override
		public CodeExecutionResult withAttributes(PartAttributes attributes) {
			return new CodeExecutionResult(this.outcome, this.output, this.id, attributes);
		}

	}

	/**
	 * {@code toolCall}: the call of a tool that the server runs.
	 *
	 * @param toolType such as {@code GOOGLE_SEARCH_WEB}
	 * @param toolName the name of the tool, for types that have several tools
	 * @param args the arguments
	 * @param id pairs the call with its response
	 * @param attributes the fields other than the data
	 */
	record ServerToolCall(@Nullable String toolType, @Nullable String toolName, @Nullable Map<String, Object> args,
			@Nullable String id, PartAttributes attributes) implements Part {

		@Override
		public ServerToolCall withAttributes(PartAttributes attributes) {
			return new ServerToolCall(this.toolType, this.toolName, this.args, this.id, attributes);
		}

	}

	/**
	 * {@code toolResponse}: the result of a tool that the server runs.
	 *
	 * @param toolType such as {@code GOOGLE_SEARCH_WEB}
	 * @param response the result
	 * @param id pairs the response with its call
	 * @param attributes the fields other than the data
	 */
	record ServerToolResponse(@Nullable String toolType, @Nullable Map<String, Object> response, @Nullable String id,
			PartAttributes attributes) implements Part {

		@Override
		public ServerToolResponse withAttributes(PartAttributes attributes) {
			return new ServerToolResponse(this.toolType, this.response, this.id, attributes);
		}

	}

	/**
	 * A part of an unknown type, or without data. {@link PartAttributes#extra()} contains
	 * its fields.
	 *
	 * @param attributes the fields of the part
	 */
	record Unknown(PartAttributes attributes) implements Part {

		@Override
		public Unknown withAttributes(PartAttributes attributes) {
			return new Unknown(attributes);
		}

	}

}
