package net.qhaigc.springai.gemini.agent;

import java.util.List;

/**
 * Keeps the turns that have not ended, so that {@link TurnChatMemoryAdvisor} can continue
 * them after a restart. A conversation has at most one such turn.
 *
 * <p>
 * Each turn has an ID, which changes when the turn is continued. An application that
 * still executes the turn under its old ID can no longer append to the turn, and
 * therefore starts no more tool calls. Implementations must be thread-safe, and their
 * methods atomic.
 */
public interface TurnStore {

	/**
	 * Start a turn. If the conversation already has an unfinished turn, that turn is
	 * deleted.
	 * @param conversationId the ID of the conversation
	 * @param turnId the unique ID of the turn
	 * @param entries the first entries
	 */
	void start(String conversationId, String turnId, List<TurnEntry> entries);

	/**
	 * Append entries to a turn.
	 * @param conversationId the ID of the conversation
	 * @param turnId the ID of the turn
	 * @param entries the next entries; can be empty
	 * @return true if the conversation still has a turn with this ID; false if not, in
	 * which case nothing is stored
	 */
	boolean append(String conversationId, String turnId, List<TurnEntry> entries);

	/**
	 * Take over the unfinished turn of a conversation by giving it a new ID.
	 * @param conversationId the ID of the conversation
	 * @param turnId the new unique ID of the turn
	 * @return all entries of the turn; empty if the conversation has no unfinished turn
	 */
	List<TurnEntry> takeOver(String conversationId, String turnId);

	/**
	 * Delete a turn.
	 * @param conversationId the ID of the conversation
	 * @param turnId the ID of the turn. If the turn of the conversation has a different
	 * ID, nothing is deleted
	 */
	void delete(String conversationId, String turnId);

	/**
	 * Delete the unfinished turn of a conversation, so that no application continues to
	 * execute it.
	 * @param conversationId the ID of the conversation
	 */
	void delete(String conversationId);

	/**
	 * Find the conversations with an unfinished turn.
	 * @return the IDs of the conversations, including those whose turn is currently being
	 * executed by any application that uses the store
	 */
	List<String> findConversationIds();

}
