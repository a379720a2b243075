package net.qhaigc.springai.gemini.codec.turn;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * The entry for one part of a turn in the envelope, which is the string in the message's
 * metadata from which {@link ModelTurn} restores the turn. Text, tool calls and media are
 * already in the message. Their entries refer to them, and contain fingerprints that
 * reveal changes. The entry of any other part contains the part as it was received.
 */
sealed interface EnvelopeEntry {

	/**
	 * Return the entry for a text.
	 * @param text the part as it was received
	 * @return the entry
	 */
	static Text of(Part.Text text) {
		return new Text(text.text().length(), Fingerprint.of(text.text()), text.attributes());
	}

	/**
	 * Return the entry for a function call.
	 * @param call the part as it was received
	 * @param index the position of the call among the tool calls of the message
	 * @param arguments the arguments in the message
	 * @return the entry
	 */
	static Call of(Part.FunctionCall call, int index, Map<String, Object> arguments) {
		boolean hasSameArguments = call.args() == null || call.args().equals(arguments);
		return new Call(index, Fingerprint.of(call.name(), arguments), call.id(), call.args() == null,
				hasSameArguments ? null : call.args(), call.attributes());
	}

	/**
	 * Return the entry for media.
	 * @param data the part as it was received
	 * @param index the position of the media among the media of the message
	 * @param mediaRetention whether and where the media is kept
	 * @return the entry
	 */
	static Media of(Part.InlineData data, int index, MediaRetention mediaRetention) {
		String reference = mediaRetention.store(data);
		return new Media(index, Fingerprint.of(data.data()), data.mimeType(), data.displayName(),
				(reference == null && mediaRetention.retainsMedia()) ? data : null, reference, data.attributes());
	}

	/**
	 * Return the entry for a file. The entry always contains the part, which is short.
	 * @param file the part as it was received
	 * @param index the position of the file among the media of the message
	 * @return the entry
	 */
	static Media of(Part.FileData file, int index) {
		return new Media(index, Fingerprint.of(String.valueOf(file.fileUri())), null, null, file, null,
				PartAttributes.NONE);
	}

	/**
	 * Text of one part, which is contained in the message's text.
	 *
	 * @param length the number of chars
	 * @param fingerprint the fingerprint of the text
	 * @param attributes the attributes of the part
	 */
	record Text(int length, String fingerprint, PartAttributes attributes) implements EnvelopeEntry {

		/** Whether this text is at the given position of the message's text. */
		boolean isAt(int position, String messageText) {
			return position >= 0 && this.length <= messageText.length() - position
					&& Fingerprint.of(messageText.substring(position, position + this.length)).equals(this.fingerprint);
		}

	}

	/**
	 * A tool call of the message.
	 *
	 * @param index the position among the tool calls of the message
	 * @param fingerprint the fingerprint of the name and the arguments
	 * @param id the ID that the model sent; null if it sent none
	 * @param argsAbsent whether the model sent no {@code args} at all
	 * @param args the {@code args} that the model sent; null if they are the same as in
	 * the message
	 * @param attributes the attributes of the part
	 */
	record Call(int index, String fingerprint, @Nullable String id, boolean argsAbsent,
			@Nullable Map<String, Object> args, PartAttributes attributes) implements EnvelopeEntry {

		/** Whether this is a call of the given tool with the given arguments. */
		boolean matches(String name, Map<String, Object> arguments) {
			return Fingerprint.of(name, arguments).equals(this.fingerprint);
		}

	}

	/**
	 * Media of the message.
	 *
	 * @param index the position among the media of the message
	 * @param fingerprint the fingerprint of the bytes or the URI
	 * @param mimeType the MIME type that the model sent; null if it sent none
	 * @param displayName the name that the model sent; null if it sent none
	 * @param embeddedPart the part itself, if it is a file or media that is kept in the
	 * envelope; otherwise null
	 * @param reference the reference to the bytes in the media store; null if they are
	 * not stored there
	 * @param attributes the attributes of the part
	 */
	record Media(int index, String fingerprint, @Nullable String mimeType, @Nullable String displayName,
			@Nullable Part embeddedPart, @Nullable String reference,
			PartAttributes attributes) implements EnvelopeEntry {

		/**
		 * Return the part as it was received.
		 * @param data the bytes or the URI of the message's media
		 * @return the part; null if the data has been changed
		 */
		@Nullable Part restore(Object data) {
			if (data instanceof byte[] bytes && Fingerprint.of(bytes).equals(this.fingerprint)) {
				return new Part.InlineData(this.mimeType, bytes, this.displayName, this.attributes);
			}
			return (data instanceof String uri && Fingerprint.of(uri).equals(this.fingerprint)) ? this.embeddedPart
					: null;
		}

	}

	/**
	 * A part that the message does not contain.
	 *
	 * @param part the part as it was received
	 */
	record Verbatim(Part part) implements EnvelopeEntry {

	}

}
