package net.qhaigc.springai.gemini.memory.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.JdbcOperations;

import net.qhaigc.springai.gemini.media.MediaStore;

/**
 * Records which conversation or unfinished turn contains which media, so that media is
 * deleted with the last conversation or turn that contains it. For an unfinished turn,
 * the {@code conversationId} that is passed to the methods is a key that
 * {@link JdbcTurnStore} derives from the ID of the conversation.
 *
 * @param jdbc the operations on the database
 * @param mediaStore the store of media
 */
record MediaUses(JdbcOperations jdbc, MediaStore mediaStore) {

	private static final String SELECT = "SELECT reference FROM qhaigc_chat_media_use WHERE conversation_id = ?";

	private static final String INSERT = "INSERT INTO qhaigc_chat_media_use (conversation_id, reference) VALUES (?, ?)";

	private static final String DELETE = "DELETE FROM qhaigc_chat_media_use WHERE conversation_id = ? AND reference = ?";

	private static final String COUNT = "SELECT COUNT(*) FROM qhaigc_chat_media_use WHERE reference = ?";

	/**
	 * Replace the references that are recorded for a conversation.
	 * @param conversationId the ID of the conversation
	 * @param references the references of the media that the conversation now contains
	 * @return the references that were added and removed
	 */
	Change replace(String conversationId, Set<String> references) {
		Set<String> removed = new HashSet<>(this.jdbc.queryForList(SELECT, String.class, conversationId));
		Set<String> added = new HashSet<>(references);
		added.removeAll(removed);
		removed.removeAll(references);
		update(DELETE, conversationId, removed);
		update(INSERT, conversationId, added);
		return new Change(added, removed);
	}

	/**
	 * Record media that was added to a conversation.
	 * @param conversationId the ID of the conversation
	 * @param references the references of media
	 * @return the references of media that was not recorded before
	 */
	Set<String> add(String conversationId, Set<String> references) {
		if (references.isEmpty()) {
			return references;
		}
		Set<String> added = new HashSet<>(references);
		added.removeAll(this.jdbc.queryForList(SELECT, String.class, conversationId));
		update(INSERT, conversationId, added);
		return added;
	}

	private void update(String sql, String conversationId, Set<String> references) {
		List<Object[]> rows = references.stream()
			.map((reference) -> new Object[] { conversationId, reference })
			.toList();
		if (!rows.isEmpty()) {
			this.jdbc.batchUpdate(sql, rows);
		}
	}

	/**
	 * Delete media that no conversation and no unfinished turn contains.
	 * @param references the references of media that is possibly unused
	 */
	void deleteUnused(Set<String> references) {
		for (String reference : references) {
			Integer uses = this.jdbc.queryForObject(COUNT, Integer.class, reference);
			if (uses != null && uses == 0) {
				this.mediaStore.delete(reference);
			}
		}
	}

	/**
	 * A change of the media in a conversation.
	 *
	 * @param added the references of media that the conversation did not contain before
	 * @param removed the references of media that the conversation no longer contains
	 */
	record Change(Set<String> added, Set<String> removed) {

	}

}
