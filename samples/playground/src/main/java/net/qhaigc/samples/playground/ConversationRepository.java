package net.qhaigc.samples.playground;

import java.util.List;
import java.util.Objects;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The conversations in the chat memory of Spring AI, which stores text only.
 */
@Component
class ConversationRepository {

	/**
	 * Spring AI's repository returns ids only; the page shows titles, latest first.
	 */
	private static final String FIND_ALL = """
			SELECT opening.conversation_id AS id, opening.content AS title
			FROM spring_ai_chat_memory opening
			JOIN (
				SELECT conversation_id, MIN(sequence_id) AS opening, MAX(timestamp) AS latest
				FROM spring_ai_chat_memory GROUP BY conversation_id
			) summary ON summary.conversation_id = opening.conversation_id AND summary.opening = opening.sequence_id
			ORDER BY summary.latest DESC
			""";

	private final ChatMemory memory;

	private final JdbcClient jdbcClient;

	ConversationRepository(ChatMemory memory, JdbcClient jdbcClient) {
		this.memory = memory;
		this.jdbcClient = jdbcClient;
	}

	/**
	 * Return all conversations.
	 * @return the conversations, ordered by the time of their last message, latest first
	 */
	List<Summary> findAll() {
		return this.jdbcClient.sql(FIND_ALL).query(Summary.class).list();
	}

	/**
	 * Return the turns of a conversation.
	 * @param id the id of the conversation
	 * @return the turns, empty if there is no such conversation
	 */
	List<Turn> findTurns(String id) {
		return this.memory.get(id)
			.stream()
			.map((message) -> new Turn(message.getMessageType() == MessageType.USER,
					Objects.requireNonNullElse(message.getText(), "")))
			.toList();
	}

	/**
	 * Delete a conversation.
	 * @param id the id of the conversation
	 */
	void delete(String id) {
		this.memory.clear(id);
	}

	/** A conversation and the text of its first message. */
	record Summary(String id, String title) {

	}

	/** A message of the user or the model. */
	record Turn(boolean user, String text) {

	}

}
