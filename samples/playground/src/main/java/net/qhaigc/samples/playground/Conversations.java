package net.qhaigc.samples.playground;

import java.util.List;
import java.util.Objects;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The conversations that Spring AI's chat memory holds: their texts, and nothing else.
 */
@Component
class Conversations {

	/**
	 * Spring AI's repository lists ids alone; the page wants titles, the newest first.
	 */
	private static final String OVERVIEW = """
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

	Conversations(ChatMemory memory, JdbcClient jdbcClient) {
		this.memory = memory;
		this.jdbcClient = jdbcClient;
	}

	/**
	 * Lists all conversations.
	 * @return the conversations, the one that was talked in last first
	 */
	List<Overview> all() {
		return this.jdbcClient.sql(OVERVIEW).query(Overview.class).list();
	}

	/**
	 * Reads a conversation.
	 * @param id the conversation
	 * @return its turns; none if there is no such conversation
	 */
	List<Turn> turns(String id) {
		return this.memory.get(id)
			.stream()
			.map((message) -> new Turn(message.getMessageType() == MessageType.USER,
					Objects.requireNonNullElse(message.getText(), "")))
			.toList();
	}

	/**
	 * Forgets a conversation.
	 * @param id the conversation
	 */
	void delete(String id) {
		this.memory.clear(id);
	}

	/** A conversation and the text that opened it. */
	record Overview(String id, String title) {

	}

	/** What was said, by the user or by the model. */
	record Turn(boolean user, String text) {

	}

}
