package net.qhaigc.samples.playground;

import java.util.List;
import java.util.Objects;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.content.MediaContent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.MessageCodec;

/**
 * The conversations in the chat memory, which stores texts, images and tool calls.
 */
@Component
class ConversationRepository {

	/**
	 * The repository of the chat memory returns ids only; the page shows titles, latest
	 * first.
	 */
	private static final String FIND_ALL = """
			SELECT opening.conversation_id AS id, opening.content AS content
			FROM qhaigc_chat_message opening
			JOIN (
				SELECT conversation_id, MIN(sequence_id) AS opening, MAX(created_at) AS latest
				FROM qhaigc_chat_message GROUP BY conversation_id
			) summary ON summary.conversation_id = opening.conversation_id AND summary.opening = opening.sequence_id
			ORDER BY summary.latest DESC
			""";

	private final ChatMemory memory;

	private final JdbcClient jdbcClient;

	private final MessageCodec codec;

	ConversationRepository(ChatMemory memory, JdbcClient jdbcClient, MediaStore mediaStore) {
		this.memory = memory;
		this.jdbcClient = jdbcClient;
		this.codec = new MessageCodec(mediaStore);
	}

	/**
	 * Return all conversations.
	 * @return the conversations, ordered by the time of their last message, latest first
	 */
	List<Summary> findAll() {
		return this.jdbcClient.sql(FIND_ALL)
			.query((row, index) -> new Summary(row.getString("id"), text(this.codec.read(row.getString("content")))))
			.list();
	}

	/**
	 * Return the turns of a conversation.
	 * @param id the id of the conversation
	 * @return the turns, empty if there is no such conversation
	 */
	List<Turn> findTurns(String id) {
		return this.memory.get(id)
			.stream()
			.map((message) -> new Turn(message.getMessageType() == MessageType.USER, text(message), images(message)))
			.toList();
	}

	private static String text(Message message) {
		return Objects.requireNonNullElse(message.getText(), "");
	}

	private static List<ChatRequest.Image> images(Message message) {
		return (message instanceof MediaContent content)
				? content.getMedia().stream().map(ChatRequest.Image::of).toList() : List.of();
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

	/** A message of the user or the model, with its images. */
	record Turn(boolean user, String text, List<ChatRequest.Image> images) {

	}

}
