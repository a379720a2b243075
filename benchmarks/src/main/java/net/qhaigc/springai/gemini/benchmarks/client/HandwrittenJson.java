package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/**
 * Minimal JSON processing with Jackson: writes a request with the generator, and reads
 * the texts of a response with the streaming parser.
 */
final class HandwrittenJson {

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
		.build();

	private HandwrittenJson() {
	}

	static byte[] write(Task task) {
		ByteArrayBuilder out = new ByteArrayBuilder();
		try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
			json.writeStartObject();
			json.writeArrayPropertyStart("contents");
			task.turns().forEach((turn) -> write(turn, json));
			json.writeEndArray();
			json.writeEndObject();
		}
		return out.toByteArray();
	}

	private static void write(Turn turn, JsonGenerator json) {
		json.writeStartObject();
		json.writeStringProperty("role", turn.fromUser() ? "user" : "model");
		json.writeArrayPropertyStart("parts");
		json.writeStartObject();
		json.writeStringProperty("text", turn.text());
		json.writeEndObject();
		if (turn.png() != null) {
			json.writeStartObject();
			json.writeObjectPropertyStart("inlineData");
			json.writeStringProperty("mimeType", "image/png");
			json.writeName("data");
			json.writeBinary(turn.png());
			json.writeEndObject();
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeEndObject();
	}

	/** Read the texts, and return the total number of their characters. */
	static int readTexts(byte[] bytes, int offset, int length) {
		int characters = 0;
		try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
			for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
				if (token == JsonToken.PROPERTY_NAME && json.currentName().equals("text")) {
					json.nextToken();
					characters += json.getString().length();
				}
			}
		}
		return characters;
	}

	/** Splits a stream of server-sent events into lines, and reads each event. */
	static final class EventLineReader {

		private byte[] bytes = new byte[8 * 1024];

		private int end;

		private int scanned;

		/** Add bytes and read the events that are complete. */
		void add(ByteBuf buffer, StreamListener listener) {
			int count = buffer.readableBytes();
			if (this.end + count > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.end + count, 2 * this.bytes.length));
			}
			buffer.readBytes(this.bytes, this.end, count);
			this.end += count;
			int start = 0;
			for (; this.scanned < this.end; this.scanned++) {
				if (this.bytes[this.scanned] == '\n') {
					// The line of an event starts with "data: ".
					if (this.bytes[start] == 'd') {
						readTexts(this.bytes, start + 6, this.scanned - start - 6);
						listener.onChunk();
					}
					start = this.scanned + 1;
				}
			}
			System.arraycopy(this.bytes, start, this.bytes, 0, this.end - start);
			this.end -= start;
			this.scanned = this.end;
		}

	}

}
