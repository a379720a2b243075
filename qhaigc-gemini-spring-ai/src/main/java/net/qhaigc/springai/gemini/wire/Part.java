package net.qhaigc.springai.gemini.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A part of a turn: exactly one kind of data, and what stands beside it. Free-form JSON
 * is held as maps, lists, strings, numbers, booleans and nulls of the JDK, objects in the
 * order of the wire.
 */
public sealed interface Part {

	/**
	 * What the part carries beside its data.
	 * @return the fields, {@link PartAttributes#NONE} where there are none
	 */
	PartAttributes attributes();

	/**
	 * The same data with other fields beside it.
	 * @param attributes the fields to carry
	 * @return a part of the same kind
	 */
	Part withAttributes(PartAttributes attributes);

	/**
	 * Whether this is a thought, of whatever kind, and so no part of the answer.
	 * @return true if {@code thought} is set
	 */
	default boolean isThought() {
		return Boolean.TRUE.equals(attributes().thought());
	}

	/**
	 * The signature as it stands on the wire.
	 * @return {@code thoughtSignature}, or null
	 */
	default @Nullable String thoughtSignature() {
		return attributes().thoughtSignature();
	}

	/**
	 * {@code text}; may be empty, if only to carry a signature.
	 *
	 * @param text the text
	 * @param attributes the fields beside the data
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
	 * {@code inlineData}: bytes that travel as base64. Equal by value.
	 *
	 * @param mimeType the MIME type of the bytes
	 * @param data the bytes; not copied, so not to be changed
	 * @param displayName a name by which a tool result refers to the bytes
	 * @param attributes the fields beside the data
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

		/** The size instead of the bytes: media is never to reach a log. */
		@Override
		public String toString() {
			return "InlineData[mimeType=%s, %d bytes]".formatted(this.mimeType, this.data.length);
		}

	}

	/**
	 * {@code fileData}: media by its address.
	 *
	 * @param fileUri a Files API, YouTube, {@code gs:} or {@code https} address
	 * @param mimeType the MIME type
	 * @param displayName a name for the file
	 * @param attributes the fields beside the data
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
	 * {@code functionCall}: a tool that the model wants run.
	 *
	 * @param id the call's id where the wire has one
	 * @param name the function's name; null in a continued call
	 * @param args the arguments
	 * @param argsText arguments that came as text in place of an object, or as the only
	 * value {@code arguments} of {@code args}, as gateways relay them from other vendors;
	 * perhaps a fragment
	 * @param partialArgs arguments that come in pieces
	 * @param willContinue whether further pieces follow
	 * @param attributes the fields beside the data
	 */
	record FunctionCall(@Nullable String id, @Nullable String name, @Nullable Map<String, Object> args,
			@Nullable String argsText, @Nullable List<PartialArg> partialArgs, @Nullable Boolean willContinue,
			PartAttributes attributes) implements Part {

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
	 * A piece of a call's arguments.
	 *
	 * @param jsonPath where the piece belongs, such as {@code $.location}
	 * @param value the piece: a string, number or boolean, or null for JSON's null
	 * @param willContinue whether the string at this place goes on in a later piece
	 */
	record PartialArg(String jsonPath, @Nullable Object value, boolean willContinue) {

	}

	/**
	 * {@code functionResponse}: what a tool gave.
	 *
	 * @param id the call's id where the wire had one
	 * @param name the function's name
	 * @param response the result as an object
	 * @param parts media of the result
	 * @param attributes the fields beside the data
	 */
	record FunctionResponse(@Nullable String id, @Nullable String name, @Nullable Map<String, Object> response,
			@Nullable List<Part> parts, PartAttributes attributes) implements Part {

		@Override
		public FunctionResponse withAttributes(PartAttributes attributes) {
			return new FunctionResponse(this.id, this.name, this.response, this.parts, attributes);
		}

	}

	/**
	 * {@code executableCode}: code that the model wrote and the server ran.
	 *
	 * @param language such as {@code PYTHON}
	 * @param code the code
	 * @param id pairs the code with its result
	 * @param attributes the fields beside the data
	 */
	record ExecutableCode(@Nullable String language, @Nullable String code, @Nullable String id,
			PartAttributes attributes) implements Part {

		@Override
		public ExecutableCode withAttributes(PartAttributes attributes) {
			return new ExecutableCode(this.language, this.code, this.id, attributes);
		}

	}

	/**
	 * {@code codeExecutionResult}: what the server's run gave.
	 *
	 * @param outcome such as {@code OUTCOME_OK}
	 * @param output what was printed, or the error; null if nothing
	 * @param id pairs the result with its code
	 * @param attributes the fields beside the data
	 */
	record CodeExecutionResult(@Nullable String outcome, @Nullable String output, @Nullable String id,
			PartAttributes attributes) implements Part {

		@Override
		public CodeExecutionResult withAttributes(PartAttributes attributes) {
			return new CodeExecutionResult(this.outcome, this.output, this.id, attributes);
		}

	}

	/**
	 * {@code toolCall}: a tool that the server runs by itself.
	 *
	 * @param toolType such as {@code GOOGLE_SEARCH_WEB}
	 * @param toolName the tool's name where the type does not say it
	 * @param args the arguments
	 * @param id pairs the call with its response
	 * @param attributes the fields beside the data
	 */
	record ServerToolCall(@Nullable String toolType, @Nullable String toolName, @Nullable Map<String, Object> args,
			@Nullable String id, PartAttributes attributes) implements Part {

		@Override
		public ServerToolCall withAttributes(PartAttributes attributes) {
			return new ServerToolCall(this.toolType, this.toolName, this.args, this.id, attributes);
		}

	}

	/**
	 * {@code toolResponse}: what a tool of the server gave.
	 *
	 * @param toolType such as {@code GOOGLE_SEARCH_WEB}
	 * @param response the result
	 * @param id pairs the response with its call
	 * @param attributes the fields beside the data
	 */
	record ServerToolResponse(@Nullable String toolType, @Nullable Map<String, Object> response, @Nullable String id,
			PartAttributes attributes) implements Part {

		@Override
		public ServerToolResponse withAttributes(PartAttributes attributes) {
			return new ServerToolResponse(this.toolType, this.response, this.id, attributes);
		}

	}

	/**
	 * A kind of part that is not known yet, or one without data: all of it stands in
	 * {@link PartAttributes#extra()}.
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
