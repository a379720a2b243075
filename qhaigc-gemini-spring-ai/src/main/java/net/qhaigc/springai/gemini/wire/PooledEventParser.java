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
 * Reads short events with pooled parsers, which are shared by all streams: creating a
 * parser for each event would make up a third of all allocations of a stream.
 */
final class PooledEventParser {

	/**
	 * Maximum length of an event: the size of Jackson's input buffer. A longer event is
	 * read with a parser that is not pooled.
	 */
	static final int MAX_EVENT_BYTES = 8000;

	/**
	 * Number of bytes after which a parser is replaced, since a parser keeps all field
	 * names that it has read.
	 */
	private static final int MAX_PARSER_BYTES = 4 * 1024 * 1024;

	private static final int MAX_IDLE_PARSERS = 64;

	private final JsonFactory factory;

	private final Queue<PooledParser> idleParsers = new ArrayBlockingQueue<>(MAX_IDLE_PARSERS);

	PooledEventParser(JsonFactory factory) {
		this.factory = factory;
	}

	/**
	 * Read an event.
	 * @param bytes an array with UTF-8 JSON
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @param caller the parser that receives the number of bytes after the event
	 * @return the event
	 * @throws JacksonException if the bytes are not a JSON object
	 */
	GenerateContentResponse read(byte[] bytes, int offset, int length, EventParser caller) {
		PooledParser idleParser = this.idleParsers.poll();
		PooledParser pooled = (idleParser != null) ? idleParser : new PooledParser(this.factory);
		boolean reusable = false;
		try {
			GenerateContentResponse event = pooled.read(bytes, offset, length);
			caller.setUnread(pooled.dropUnread());
			reusable = pooled.isReady() && this.idleParsers.offer(pooled);
			return event;
		}
		finally {
			if (!reusable) {
				pooled.parser.close();
			}
		}
	}

	/** A parser that reads all its events as one continuous input. */
	private static final class PooledParser {

		private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

		private final EventInput input = new EventInput();

		private final JsonParser parser;

		private PooledParser(JsonFactory factory) {
			this.parser = factory.createParser(ObjectReadContext.empty(), this.input);
		}

		private GenerateContentResponse read(byte[] bytes, int offset, int length) {
			JsonBytes source = new JsonBytes(bytes, offset - this.input.bytesRead);
			this.input.continueWith(bytes, offset, length);
			this.parser.nextToken();
			return new ResponseReader(this.parser, source).read();
		}

		/** Drop the bytes after the event that was read, and return their number. */
		private int dropUnread() {
			int unread = Math.max(0, this.parser.releaseBuffered(NOWHERE)) + this.input.available();
			this.input.continueWith(EventInput.NOTHING, 0, 0);
			return unread;
		}

		/** Whether another event can be read. */
		private boolean isReady() {
			return this.parser.streamReadContext().inRoot() && this.input.bytesRead < MAX_PARSER_BYTES;
		}

	}

	/**
	 * An input that ends at the end of each event, and is then continued with the next
	 * event.
	 */
	private static final class EventInput extends ByteArrayInputStream {

		private static final byte[] NOTHING = {};

		/**
		 * Number of bytes read so far. Jackson's locations are relative to the first of
		 * these bytes.
		 */
		private int bytesRead;

		/**
		 * Begin with four spaces, since Jackson detects UTF-8 by the first four bytes.
		 */
		private EventInput() {
			super(new byte[] { ' ', ' ', ' ', ' ' });
		}

		private void continueWith(byte[] bytes, int offset, int length) {
			this.buf = bytes;
			this.pos = offset;
			this.count = offset + length;
		}

		@Override
		public int read(byte[] buffer, int offset, int maxLength) {
			int read = super.read(buffer, offset, maxLength);
			this.bytesRead += Math.max(0, read);
			return read;
		}

	}

}
