package net.qhaigc.springai.gemini.memory.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import net.qhaigc.springai.gemini.agent.TurnEntry;
import net.qhaigc.springai.gemini.agent.TurnStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.MessageCodec;

/**
 * Stores unfinished turns in a database, usually the one in which a
 * {@link JdbcMessageRepository} stores the messages of the conversations.
 */
public final class JdbcTurnStore implements TurnStore {

	private static final String SELECT_IDS = "SELECT conversation_id FROM qhaigc_chat_turn";

	private static final String SELECT_IDS_BEFORE = SELECT_IDS + " WHERE updated_at < ?";

	private static final String INSERT_TURN = "INSERT INTO qhaigc_chat_turn (conversation_id, turn_id, updated_at)"
			+ " VALUES (?, ?, ?)";

	private static final String TOUCH_TURN = "UPDATE qhaigc_chat_turn SET updated_at = ?"
			+ " WHERE conversation_id = ? AND turn_id = ?";

	private static final String REPLACE_TURN_ID = "UPDATE qhaigc_chat_turn SET turn_id = ?, updated_at = ?"
			+ " WHERE conversation_id = ?";

	private static final String DELETE = "DELETE FROM qhaigc_chat_turn WHERE conversation_id = ?";

	private static final String DELETE_TURN = DELETE + " AND turn_id = ?";

	private static final String SELECT_ENTRIES = "SELECT kind, content FROM qhaigc_chat_turn_entry"
			+ " WHERE conversation_id = ? ORDER BY sequence_id";

	private static final String SELECT_LAST = "SELECT MAX(sequence_id) FROM qhaigc_chat_turn_entry"
			+ " WHERE conversation_id = ?";

	private static final String INSERT_ENTRY = "INSERT INTO qhaigc_chat_turn_entry"
			+ " (conversation_id, sequence_id, kind, content) VALUES (?, ?, ?, ?)";

	private static final String DELETE_ENTRIES = "DELETE FROM qhaigc_chat_turn_entry WHERE conversation_id = ?";

	private final JdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final MessageCodec codec;

	private final MediaUses mediaUses;

	private final Clock clock;

	/**
	 * Create a store.
	 * @param dataSource the database
	 * @param mediaStore the media store, which should be the one that the chat model uses
	 */
	public JdbcTurnStore(DataSource dataSource, MediaStore mediaStore) {
		this(new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)), mediaStore);
	}

	/**
	 * Create a store.
	 * @param jdbc the operations on the database
	 * @param transactions the transactions in which turns are written
	 * @param mediaStore the media store
	 */
	public JdbcTurnStore(JdbcOperations jdbc, TransactionOperations transactions, MediaStore mediaStore) {
		this(jdbc, transactions, mediaStore, Clock.systemUTC());
	}

	JdbcTurnStore(JdbcOperations jdbc, TransactionOperations transactions, MediaStore mediaStore, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.codec = new MessageCodec(mediaStore);
		this.mediaUses = new MediaUses(jdbc, mediaStore);
		this.clock = clock;
	}

	@Override
	public void start(String conversationId, String turnId, List<TurnEntry> entries) {
		List<Row> rows = rows(entries);
		Set<String> possiblyUnused = new LinkedHashSet<>();
		Set<String> added = transaction(() -> {
			// A failed attempt of the transaction can have added references.
			possiblyUnused.clear();
			if (this.jdbc.update(REPLACE_TURN_ID, turnId, now(), conversationId) == 0) {
				this.jdbc.update(INSERT_TURN, conversationId, turnId, now());
			}
			else {
				possiblyUnused.addAll(deleteEntries(conversationId));
			}
			return insert(conversationId, 0, rows);
		});
		storeMediaAgain(rows, added);
		possiblyUnused.addAll(references(rows));
		this.mediaUses.deleteUnused(possiblyUnused);
	}

	@Override
	public boolean append(String conversationId, String turnId, List<TurnEntry> entries) {
		List<Row> rows = rows(entries);
		Set<String> added = transaction(() -> {
			if (this.jdbc.update(TOUCH_TURN, now(), conversationId, turnId) == 0) {
				return null;
			}
			Integer last = this.jdbc.queryForObject(SELECT_LAST, Integer.class, conversationId);
			return insert(conversationId, (last != null) ? last + 1 : 0, rows);
		});
		storeMediaAgain(rows, added);
		this.mediaUses.deleteUnused(references(rows));
		return added != null;
	}

	@Override
	public List<TurnEntry> takeOver(String conversationId, String turnId) {
		return Objects.requireNonNull(transaction(() -> {
			if (this.jdbc.update(REPLACE_TURN_ID, turnId, now(), conversationId) == 0) {
				return List.of();
			}
			return this.jdbc.query(SELECT_ENTRIES,
					(row, index) -> new TurnEntry(TurnEntry.Kind.valueOf(row.getString("kind")),
							this.codec.read(row.getString("content"))),
					conversationId);
		}));
	}

	@Override
	public void delete(String conversationId, String turnId) {
		delete(conversationId, DELETE_TURN, conversationId, turnId);
	}

	@Override
	public void delete(String conversationId) {
		delete(conversationId, DELETE, conversationId);
	}

	private void delete(String conversationId, String sql, Object... arguments) {
		Set<String> removed = transaction(
				() -> (this.jdbc.update(sql, arguments) > 0) ? deleteEntries(conversationId) : Set.of());
		this.mediaUses.deleteUnused(Objects.requireNonNull(removed));
	}

	@Override
	public List<String> findConversationIds() {
		return this.jdbc.queryForList(SELECT_IDS, String.class);
	}

	/**
	 * Find conversations whose unfinished turn has made no progress since a given time. A
	 * turn makes progress when it is started, appended to or taken over.
	 * @param time the time
	 * @return the IDs of the conversations
	 */
	public List<String> findConversationIds(Instant time) {
		return this.jdbc.queryForList(SELECT_IDS_BEFORE, String.class, Timestamp.from(time));
	}

	/** Delete the entries of a turn, and return the references of their media. */
	private Set<String> deleteEntries(String conversationId) {
		this.jdbc.update(DELETE_ENTRIES, conversationId);
		return this.mediaUses.replace(mediaKey(conversationId), Set.of()).removed();
	}

	/**
	 * Insert entries, and return the references of media that the turn did not contain
	 * before.
	 */
	private Set<String> insert(String conversationId, int first, List<Row> rows) {
		List<Object[]> values = new ArrayList<>();
		Set<String> references = new LinkedHashSet<>();
		for (Row row : rows) {
			values
				.add(new Object[] { conversationId, first + values.size(), row.entry().kind().name(), row.content() });
			references.addAll(row.references());
		}
		if (!values.isEmpty()) {
			this.jdbc.batchUpdate(INSERT_ENTRY, values);
		}
		return this.mediaUses.add(mediaKey(conversationId), references);
	}

	/**
	 * Return the key under which the media of a turn is recorded. The media of the
	 * messages of the conversation is recorded under the ID of the conversation.
	 */
	private static String mediaKey(String conversationId) {
		return "turn:" + UUID.nameUUIDFromBytes(conversationId.getBytes(StandardCharsets.UTF_8));
	}

	/** Encode entries, which also stores their media in the media store. */
	private List<Row> rows(List<TurnEntry> entries) {
		return entries.stream().map((entry) -> {
			String content = this.codec.write(entry.message());
			return new Row(entry, content, this.codec.mediaReferences(content));
		}).toList();
	}

	/**
	 * Return the references of the media of the entries. After the entries have been
	 * stored, this media can be unused, because another request can have replaced or
	 * deleted the turn in the meantime.
	 */
	private static Set<String> references(List<Row> rows) {
		Set<String> references = new LinkedHashSet<>();
		rows.forEach((row) -> references.addAll(row.references()));
		return references;
	}

	/**
	 * Store the added media again. Another request can have deleted this media before the
	 * database recorded that the turn contains it.
	 */
	private void storeMediaAgain(List<Row> rows, @Nullable Set<String> added) {
		if (added != null) {
			rows.stream()
				.filter((row) -> row.references().stream().anyMatch(added::contains))
				.forEach((row) -> this.codec.write(row.entry().message()));
		}
	}

	/**
	 * Run a transaction, and retry it if another request changes the turn at the same
	 * time. The first statement of each action locks the turn, so that the following
	 * statements see what other requests have written.
	 */
	private <T> @Nullable T transaction(Supplier<@Nullable T> action) {
		return JdbcMessageRepository.retry(() -> this.transactions.execute((status) -> action.get()));
	}

	private Timestamp now() {
		return Timestamp.from(this.clock.instant());
	}

	/**
	 * An entry as it is stored.
	 *
	 * @param entry the entry
	 * @param content its message as JSON
	 * @param references the references of its media
	 */
	private record Row(TurnEntry entry, String content, Set<String> references) {

	}

}
