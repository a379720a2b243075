package net.qhaigc.springai.gemini.memory.jdbc;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;

import net.qhaigc.springai.gemini.media.ContentAddressedMediaStore;

/**
 * Stores media in the table {@code qhaigc_chat_media} of a database. Media of
 * conversations in a {@link JdbcMessageRepository} and of unfinished turns in a
 * {@link JdbcTurnStore} is not deleted.
 */
public final class JdbcMediaStore extends ContentAddressedMediaStore {

	private static final String TOUCH = "UPDATE qhaigc_chat_media SET stored_at = ? WHERE reference = ?";

	private static final String INSERT = "INSERT INTO qhaigc_chat_media (reference, mime_type, content, stored_at)"
			+ " VALUES (?, ?, ?, ?)";

	private static final String SELECT = "SELECT mime_type, content FROM qhaigc_chat_media WHERE reference = ?";

	private static final String UNUSED = """
			NOT EXISTS (
				SELECT 1 FROM qhaigc_chat_media_use media_use WHERE media_use.reference = qhaigc_chat_media.reference)
			""";

	/**
	 * A single statement: between two statements, another request could start to use the
	 * media.
	 */
	private static final String DELETE = "DELETE FROM qhaigc_chat_media WHERE reference = ? AND " + UNUSED;

	private static final String DELETE_UNUSED = "DELETE FROM qhaigc_chat_media WHERE stored_at < ? AND " + UNUSED;

	private final JdbcOperations jdbc;

	private final Clock clock;

	/**
	 * Create a store.
	 * @param jdbc the operations on the database
	 */
	public JdbcMediaStore(JdbcOperations jdbc) {
		this(jdbc, Clock.systemUTC());
	}

	JdbcMediaStore(JdbcOperations jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Override
	protected void write(String reference, Content content) {
		Timestamp now = Timestamp.from(this.clock.instant());
		if (this.jdbc.update(TOUCH, now, reference) > 0) {
			return;
		}
		try {
			this.jdbc.update(INSERT, reference, content.mimeType(), content.bytes(), now);
		}
		catch (DuplicateKeyException ex) {
			// Another thread has stored the same media.
		}
	}

	@Override
	protected @Nullable Content read(String reference) {
		List<Content> contents = this.jdbc.query(SELECT,
				(row, index) -> new Content(row.getString("mime_type"), row.getBytes("content")), reference);
		return contents.isEmpty() ? null : contents.get(0);
	}

	@Override
	protected void remove(String reference) {
		this.jdbc.update(DELETE, reference);
	}

	/**
	 * Delete media that is in no conversation and in no unfinished turn in the database,
	 * such as media of requests without a chat memory, or with a chat memory that is not
	 * in the database. Media of a response that has just been received is not in a
	 * conversation yet, so the time should be some hours ago.
	 * @param time unused media that was last stored before this time is deleted
	 * @return the number of media items that were deleted
	 */
	public int deleteUnusedOlderThan(Instant time) {
		return this.jdbc.update(DELETE_UNUSED, Timestamp.from(time));
	}

}
