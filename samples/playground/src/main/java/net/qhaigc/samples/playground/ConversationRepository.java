package net.qhaigc.samples.playground;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.MessageCodec;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;

/**
 * Reads, changes and searches the conversations in the chat memory, which stores texts,
 * media and tool calls.
 */
@Component
class ConversationRepository {

	/** The maximum number of conversations in the list and in the results of a search. */
	static final int MAX_LISTED = 200;

	/**
	 * The repository of the chat memory can list only the IDs of conversations. This
	 * query also returns their folders and their opening messages, whose texts are the
	 * titles.
	 */
	private static final String FIND_ALL = """
			SELECT opening.conversation_id AS id, opening.content AS content, folder.name AS folder
			FROM qhaigc_chat_message opening
			JOIN (
				SELECT conversation_id, MIN(sequence_id) AS first_id, MAX(created_at) AS latest
				FROM qhaigc_chat_message GROUP BY conversation_id
			) summary ON summary.conversation_id = opening.conversation_id AND summary.first_id = opening.sequence_id
			LEFT JOIN conversation_folder folder ON folder.conversation_id = opening.conversation_id
			ORDER BY summary.latest DESC
			""";

	private static final String SEARCH = """
			SELECT conversation_id, content FROM qhaigc_chat_message
			WHERE LOWER(content) LIKE ? ESCAPE '!' ORDER BY created_at DESC
			""";

	private static final int MAX_FOUND_MESSAGES = 500;

	private static final int EXCERPT_CHARS = 40;

	private static final int MAX_FOLDER_NAME_LENGTH = 100;

	private final ChatMemory memory;

	private final ChatMemoryRepository repository;

	private final JdbcClient jdbcClient;

	private final MediaStore mediaStore;

	private final MessageCodec codec;

	ConversationRepository(ChatMemory memory, ChatMemoryRepository repository, JdbcClient jdbcClient,
			MediaStore mediaStore) {
		this.memory = memory;
		this.repository = repository;
		this.jdbcClient = jdbcClient;
		this.mediaStore = mediaStore;
		this.codec = new MessageCodec(mediaStore);
	}

	/**
	 * Delete media that is older than a day and in no conversation, such as the media of
	 * a response that was not chosen in a comparison.
	 */
	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
	void deleteUnusedMedia() {
		if (this.mediaStore instanceof JdbcMediaStore store) {
			store.deleteUnusedOlderThan(Instant.now().minus(1, ChronoUnit.DAYS));
		}
	}

	/**
	 * Return the latest conversations.
	 * @return the conversations, ordered by the time of their last message, latest first
	 */
	List<Summary> findAll() {
		return this.jdbcClient.sql(FIND_ALL)
			.withMaxRows(MAX_LISTED)
			.query((row, index) -> new Summary(row.getString("id"), text(this.codec.read(row.getString("content"))),
					null, row.getString("folder")))
			.list();
	}

	/**
	 * Find conversations by the text of their messages.
	 * @param text the text, whose case is ignored
	 * @return the conversations, each with an excerpt from its latest message that
	 * contains the text, ordered by the time of this message, latest first
	 */
	List<Summary> search(String text) {
		String lowerCase = text.toLowerCase(Locale.ROOT);
		// In the stored JSON, quotation marks, backslashes and line breaks are escape
		// sequences, which the wildcard matches.
		String pattern = "%" + lowerCase.replaceAll("[!%_]", "!$0").replaceAll("[\"\\\\\n]", "%") + "%";
		List<Summary> found = new ArrayList<>();
		this.jdbcClient.sql(SEARCH).param(pattern).withMaxRows(MAX_FOUND_MESSAGES).query((row) -> {
			String id = row.getString("conversation_id");
			if (found.size() < MAX_LISTED && found.stream().noneMatch((summary) -> summary.id().equals(id))) {
				addIfFound(id, text(this.codec.read(row.getString("content"))), lowerCase, found);
			}
		});
		return found;
	}

	/**
	 * Add the conversation if the text of the message contains the text to search for.
	 * The query also returns messages whose JSON contains this text only elsewhere, such
	 * as in the name of a property.
	 */
	private void addIfFound(String id, String text, String textToFind, List<Summary> found) {
		int start = text.toLowerCase(Locale.ROOT).indexOf(textToFind);
		if (start >= 0) {
			int from = Math.max(0, start - EXCERPT_CHARS);
			int to = Math.min(text.length(), start + textToFind.length() + EXCERPT_CHARS);
			String excerpt = ((from > 0) ? "…" : "") + text.substring(from, to) + ((to < text.length()) ? "…" : "");
			found.add(new Summary(id, title(id), excerpt, folder(id)));
		}
	}

	private String title(String id) {
		return this.jdbcClient
			.sql("SELECT content FROM qhaigc_chat_message WHERE conversation_id = ? ORDER BY sequence_id")
			.param(id)
			.withMaxRows(1)
			.query(String.class)
			.optional()
			.map((content) -> text(this.codec.read(content)))
			.orElse("");
	}

	private @Nullable String folder(String id) {
		return this.jdbcClient.sql("SELECT name FROM conversation_folder WHERE conversation_id = ?")
			.param(id)
			.query(String.class)
			.optional()
			.orElse(null);
	}

	/**
	 * Move a conversation to a folder.
	 * @param id the ID of the conversation
	 * @param folder the name of the folder, or an empty string for none
	 * @throws IllegalArgumentException if the name is too long
	 */
	void move(String id, String folder) {
		if (folder.length() > MAX_FOLDER_NAME_LENGTH) {
			throw new IllegalArgumentException(
					"The name of a folder must have at most " + MAX_FOLDER_NAME_LENGTH + " characters");
		}
		this.jdbcClient.sql("DELETE FROM conversation_folder WHERE conversation_id = ?").param(id).update();
		if (!folder.isEmpty()) {
			this.jdbcClient.sql("INSERT INTO conversation_folder VALUES (?, ?)").params(id, folder).update();
		}
	}

	/**
	 * Return the messages of a conversation, without the data of their media.
	 * @param id the ID of the conversation
	 * @return the messages, empty if the conversation does not exist
	 */
	List<Entry> findEntries(String id) {
		return this.memory.get(id)
			.stream()
			.map((message) -> new Entry(message.getMessageType() == MessageType.USER, text(message),
					media(message).stream().map((media) -> media.getMimeType().toString()).toList()))
			.toList();
	}

	/**
	 * Return the messages of the first turns of a conversation.
	 * @param id the ID of the conversation
	 * @param turns the number of turns, each of which is a user message with its
	 * response; null for all
	 * @return the messages
	 */
	List<Message> findMessages(String id, @Nullable Integer turns) {
		List<Message> messages = this.memory.get(id);
		int seen = 0;
		for (int i = 0; turns != null && i < messages.size(); i++) {
			if (messages.get(i).getMessageType() == MessageType.USER && seen++ == turns) {
				return messages.subList(0, i);
			}
		}
		return messages;
	}

	/**
	 * Return the media of a user message.
	 * @param id the ID of the conversation
	 * @param turn the number of user messages before this message
	 * @return the media, which is read from the media store
	 */
	List<Media> findUserMedia(String id, int turn) {
		return this.memory.get(id)
			.stream()
			.filter((message) -> message.getMessageType() == MessageType.USER)
			.skip(turn)
			.findFirst()
			.map((message) -> media(message).stream()
				.map((media) -> ChatRequest.MediaData.of(media).toMedia())
				.toList())
			.orElse(List.of());
	}

	/**
	 * Return a single item of the media of a message.
	 * @param id the ID of the conversation
	 * @param entry the index of the message
	 * @param index the index of the item
	 * @return the item, or null if there is none
	 */
	@Nullable Media findMedia(String id, int entry, int index) {
		List<Message> messages = this.memory.get(id);
		List<Media> media = (entry < messages.size()) ? media(messages.get(entry)) : List.of();
		return (index < media.size()) ? media.get(index) : null;
	}

	/** Replace all messages of a conversation. */
	void replace(String id, List<Message> messages) {
		this.repository.saveAll(id, messages);
	}

	/** Add messages to a conversation. */
	void add(String id, List<Message> messages) {
		this.memory.add(id, messages);
	}

	/**
	 * If the last turn of a conversation has no response, add the text received so far as
	 * its response. If no text was received, remove the user message, since otherwise it
	 * would be sent again with the next message.
	 * @param id the ID of the conversation
	 * @param text the text received so far, or an empty string
	 * @return whether the text was added
	 */
	boolean endIncompleteTurn(String id, String text) {
		List<Message> messages = this.memory.get(id);
		boolean conversationDeleted = messages.isEmpty();
		if (conversationDeleted || messages.get(messages.size() - 1).getMessageType() != MessageType.USER) {
			return false;
		}
		if (!text.isEmpty()) {
			this.memory.add(id, new AssistantMessage(text));
			return true;
		}
		if (messages.size() == 1) {
			this.memory.clear(id);
		}
		else {
			this.repository.saveAll(id, messages.subList(0, messages.size() - 1));
		}
		return false;
	}

	/**
	 * Delete a conversation.
	 * @param id the ID of the conversation
	 */
	void delete(String id) {
		this.memory.clear(id);
		move(id, "");
	}

	private static String text(Message message) {
		return Objects.requireNonNullElse(message.getText(), "");
	}

	private static List<Media> media(Message message) {
		return (message instanceof MediaContent content) ? content.getMedia() : List.of();
	}

	/**
	 * Return a conversation as a file that {@link #importFile(String, ConversationFile)}
	 * reads.
	 * @param id the ID of the conversation
	 * @return the file
	 */
	ConversationFile exportFile(String id) {
		return new ConversationFile(ConversationFile.FORMAT, this.memory.get(id)
			.stream()
			.map((message) -> new ConversationFile.Entry(
					(message.getMessageType() == MessageType.USER) ? "user" : "model", text(message),
					media(message).stream().map(ChatRequest.MediaData::of).toList(), ConversationFile.turn(message)))
			.toList());
	}

	/**
	 * Store the conversation of a file.
	 * @param id the ID under which the conversation is stored; an existing conversation
	 * with this ID is replaced
	 * @param file the file
	 * @throws IllegalArgumentException if the file is not a conversation
	 */
	void importFile(String id, ConversationFile file) {
		this.repository.saveAll(id, file.toMessages());
	}

	/**
	 * A conversation. The title is the text of its first message. The excerpt contains
	 * the text that was searched for; it is null if there was no search.
	 */
	record Summary(String id, String title, @Nullable String excerpt, @Nullable String folder) {

	}

	/** A message of the user or the model, with the MIME types of its media. */
	record Entry(boolean user, String text, List<String> media) {

	}

}
