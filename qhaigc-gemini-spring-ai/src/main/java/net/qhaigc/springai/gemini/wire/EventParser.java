package net.qhaigc.springai.gemini.wire;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads the events of one stream. It keeps track of where the last event ended, since
 * some gateways write several events without a separator.
 */
public final class EventParser {

	private static final PooledEventParser SHORT_EVENT_PARSER = new PooledEventParser(WireJson.FACTORY);

	private int unread;

	/**
	 * Read an event: unknown fields are kept, and fields of the wrong type count as
	 * absent.
	 * @param json an array with UTF-8 JSON, without a byte order mark
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return the event
	 * @throws JacksonException if the JSON is not an object
	 */
	public GenerateContentResponse read(byte[] json, int offset, int length) {
		return (length <= PooledEventParser.MAX_EVENT_BYTES) ? SHORT_EVENT_PARSER.read(json, offset, length, this)
				: readUnpooled(json, offset, length);
	}

	GenerateContentResponse readUnpooled(byte[] json, int offset, int length) {
		try (JsonParser parser = WireJson.FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
			parser.nextToken();
			GenerateContentResponse event = new ResponseReader(parser, new JsonBytes(json, offset)).read();
			setUnread(length - (int) parser.currentLocation().getByteOffset());
			return event;
		}
	}

	void setUnread(int unread) {
		this.unread = unread;
	}

	/**
	 * Return how many bytes follow the event that was read last.
	 * @return the number of bytes; 0 if the event ended at the end of the given bytes
	 */
	public int unread() {
		return this.unread;
	}

}
