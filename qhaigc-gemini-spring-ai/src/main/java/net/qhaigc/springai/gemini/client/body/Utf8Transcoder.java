package net.qhaigc.springai.gemini.client.body;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Converts the chunks of a body to UTF-8. A character can be divided between two chunks.
 */
final class Utf8Transcoder {

	private final CharsetDecoder decoder;

	private byte[] rest = new byte[0];

	Utf8Transcoder(Charset charset) {
		this.decoder = charset.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
	}

	byte[] transcode(byte[] chunk) {
		ByteBuffer bytes = ByteBuffer.allocate(this.rest.length + chunk.length).put(this.rest).put(chunk).flip();
		CharBuffer chars = CharBuffer.allocate((int) Math.ceil(bytes.remaining() * this.decoder.maxCharsPerByte()));
		this.decoder.decode(bytes, chars, false);
		this.rest = new byte[bytes.remaining()];
		bytes.get(this.rest);
		return chars.flip().toString().getBytes(StandardCharsets.UTF_8);
	}

}
