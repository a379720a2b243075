package net.qhaigc.springai.gemini.wire;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads short events, one after another by the same parser and whatever streams they are
 * of: a parser for each would be a third of all that a stream allocates.
 */
final class PooledEventParser {

	/**
	 * As much as Jackson reads at a time; a longer event is worth a parser of its own.
	 */
	static final int MAX_EVENT_BYTES = 8000;

	/** Until it ends, a parser keeps all the names that it has met, whoever sent them. */
	private static final int MAX_TEXT = 4 * 1024 * 1024;

	private static final int MAX_IDLE = 64;

	private final JsonFactory factory;

	private final Queue<Reading> idle = new ArrayBlockingQueue<>(MAX_IDLE);

	PooledEventParser(JsonFactory factory) {
		this.factory = factory;
	}

	/**
	 * Reads an event.
	 * @param bytes the UTF-8 in which the event stands
	 * @param offset where it begins
	 * @param length how many bytes it has
	 * @return the event
	 * @throws JacksonException if this is no JSON object
	 */
	GenerateContentResponse read(byte[] bytes, int offset, int length) {
		Reading polled = this.idle.poll();
		Reading reading = (polled != null) ? polled : new Reading(this.factory);
		boolean again = false;
		try {
			GenerateContentResponse event = reading.read(bytes, offset, length);
			again = reading.isReady() && this.idle.offer(reading);
			return event;
		}
		finally {
			if (!again) {
				reading.parser.close();
			}
		}
	}

	/** A parser, to which all its events are one long text. */
	private static final class Reading {

		private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

		private final Text text = new Text();

		private final JsonParser parser;

		private Reading(JsonFactory factory) {
			this.parser = factory.createParser(ObjectReadContext.empty(), this.text);
		}

		private GenerateContentResponse read(byte[] bytes, int offset, int length) {
			JsonBytes source = new JsonBytes(bytes, offset - this.text.length);
			this.text.goOn(bytes, offset, length);
			this.parser.nextToken();
			return new ResponseReader(this.parser, source).read();
		}

		/** Whether another event can be read; what stood behind this one is dropped. */
		private boolean isReady() {
			this.parser.releaseBuffered(NOWHERE);
			this.text.goOn(Text.NOTHING, 0, 0);
			return this.parser.streamReadContext().inRoot() && this.text.length < MAX_TEXT;
		}

	}

	/** Ends where the event ends, until it goes on with the next. */
	private static final class Text extends ByteArrayInputStream {

		private static final byte[] NOTHING = {};

		/** How many bytes were read, from which Jackson counts. */
		private int length;

		/** Jackson tells by the first four bytes that this is UTF-8. */
		private Text() {
			super(new byte[] { ' ', ' ', ' ', ' ' });
		}

		private void goOn(byte[] bytes, int offset, int length) {
			this.buf = bytes;
			this.pos = offset;
			this.count = offset + length;
		}

		@Override
		public int read(byte[] buffer, int offset, int most) {
			int read = super.read(buffer, offset, most);
			this.length += Math.max(0, read);
			return read;
		}

	}

}
