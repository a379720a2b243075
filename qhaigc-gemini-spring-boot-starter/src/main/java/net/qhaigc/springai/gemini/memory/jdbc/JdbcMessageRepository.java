package net.qhaigc.springai.gemini.memory.jdbc;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.MessageCodec;

/**
 * Stores the messages of conversations in a database, with their metadata, tool calls and
 * tool results. Media is in a {@link MediaStore}, and is deleted with the last
 * conversation that contains it. When messages are added at the end of a conversation or
 * removed from its beginning, the remaining messages are not written again.
 */
public final class JdbcMessageRepository implements ChatMemoryRepository {

	private static final int MAX_ATTEMPTS = 10;

	private static final String SELECT_IDS = "SELECT DISTINCT conversation_id FROM qhaigc_chat_message";

	private static final String SELECT = "SELECT sequence_id, content FROM qhaigc_chat_message"
			+ " WHERE conversation_id = ? ORDER BY sequence_id";

	private static final String INSERT = "INSERT INTO qhaigc_chat_message"
			+ " (conversation_id, sequence_id, content, created_at) VALUES (?, ?, ?, ?)";

	private static final String DELETE_BEFORE = "DELETE FROM qhaigc_chat_message"
			+ " WHERE conversation_id = ? AND sequence_id < ?";

	private static final String DELETE = "DELETE FROM qhaigc_chat_message WHERE conversation_id = ?";

	private final JdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final MessageCodec codec;

	private final MediaUses mediaUses;

	private final JdbcTurnStore turns;

	private final Clock clock;

	/**
	 * Create a repository.
	 * @param dataSource the database
	 * @param mediaStore the store of media, which should be the store of the chat model,
	 * so that media that the model generates is stored only once
	 */
	public JdbcMessageRepository(DataSource dataSource, MediaStore mediaStore) {
		this(new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)), mediaStore);
	}

	/**
	 * Create a repository.
	 * @param jdbc the operations on the database
	 * @param transactions the transactions in which messages are written
	 * @param mediaStore the store of media
	 */
	public JdbcMessageRepository(JdbcOperations jdbc, TransactionOperations transactions, MediaStore mediaStore) {
		this(jdbc, transactions, mediaStore, Clock.systemUTC());
	}

	JdbcMessageRepository(JdbcOperations jdbc, TransactionOperations transactions, MediaStore mediaStore, Clock clock) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.codec = new MessageCodec(mediaStore);
		this.mediaUses = new MediaUses(jdbc, mediaStore);
		this.turns = new JdbcTurnStore(jdbc, transactions, mediaStore, clock);
		this.clock = clock;
	}

	@Override
	public List<String> findConversationIds() {
		return this.jdbc.queryForList(SELECT_IDS, String.class);
	}

	@Override
	public List<Message> findByConversationId(String conversationId) {
		return rows(conversationId).stream().map((row) -> this.codec.read(row.content())).toList();
	}

	private List<Row> rows(String conversationId) {
		return this.jdbc.query(SELECT, (row, index) -> new Row(row.getInt("sequence_id"), row.getString("content")),
				conversationId);
	}

	/**
	 * Replace the messages of a conversation.
	 * @param conversationId the ID of the conversation
	 * @param messages all messages of the conversation
	 */
	@Override
	public void saveAll(String conversationId, List<Message> messages) {
		List<String> contents = messages.stream().map(this.codec::write).toList();
		Set<String> references = new LinkedHashSet<>();
		contents.forEach((content) -> references.addAll(this.codec.mediaReferences(content)));
		MediaUses.Change change = retry(() -> this.transactions.execute((status) -> {
			replace(conversationId, contents);
			return this.mediaUses.replace(conversationId, references);
		}));
		storeMediaAgain(messages, contents, change.added());
		this.mediaUses.deleteUnused(change.added());
		this.mediaUses.deleteUnused(change.removed());
	}

	/**
	 * Store the added media again, by encoding the messages that contain it. Another
	 * request can have deleted this media before the database recorded that the
	 * conversation contains it. If the conversation has been deleted in the meantime,
	 * {@link #saveAll} then deletes the media.
	 */
	private void storeMediaAgain(List<Message> messages, List<String> contents, Set<String> added) {
		for (int i = 0; i < contents.size() && !added.isEmpty(); i++) {
			if (this.codec.mediaReferences(contents.get(i)).stream().anyMatch(added::contains)) {
				this.codec.write(messages.get(i));
			}
		}
	}

	/** Retry, since another request can change the conversation at the same time. */
	static <T> T retry(Supplier<T> transaction) {
		for (int attempt = 1;; attempt++) {
			try {
				return transaction.get();
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				if (attempt == MAX_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Delete the messages that the window of the chat memory has evicted, and add the new
	 * messages. If other messages were changed or removed, all messages are written
	 * again.
	 */
	private void replace(String conversationId, List<String> contents) {
		List<Row> rows = rows(conversationId);
		List<String> stored = rows.stream().map(Row::content).toList();
		int evicted = 0;
		while (!startsWith(contents, stored.subList(evicted, stored.size()))) {
			evicted++;
		}
		int kept = stored.size() - evicted;
		int next = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).sequenceId() + 1;
		if (evicted > 0) {
			this.jdbc.update(DELETE_BEFORE, conversationId, (kept > 0) ? rows.get(evicted).sequenceId() : next);
		}
		insert(conversationId, next, contents.subList(kept, contents.size()));
	}

	private static boolean startsWith(List<String> list, List<String> start) {
		return start.size() <= list.size() && list.subList(0, start.size()).equals(start);
	}

	private void insert(String conversationId, int firstSequenceId, List<String> contents) {
		Timestamp now = Timestamp.from(this.clock.instant());
		List<Object[]> rows = new ArrayList<>();
		for (int i = 0; i < contents.size(); i++) {
			rows.add(new Object[] { conversationId, firstSequenceId + i, contents.get(i), now });
		}
		if (!rows.isEmpty()) {
			this.jdbc.batchUpdate(INSERT, rows);
		}
	}

	/**
	 * Delete a conversation, including its unfinished turn in a {@link JdbcTurnStore}.
	 * @param conversationId the ID of the conversation
	 */
	@Override
	public void deleteByConversationId(String conversationId) {
		this.turns.delete(conversationId);
		MediaUses.Change change = this.transactions.execute((status) -> {
			this.jdbc.update(DELETE, conversationId);
			return this.mediaUses.replace(conversationId, Set.of());
		});
		this.mediaUses.deleteUnused(change.removed());
	}

	/**
	 * A row of the table.
	 *
	 * @param sequenceId a number that increases from message to message
	 * @param content the message as JSON
	 */
	private record Row(int sequenceId, String content) {

	}

}
