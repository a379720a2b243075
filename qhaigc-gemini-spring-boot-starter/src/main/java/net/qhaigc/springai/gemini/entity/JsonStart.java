package net.qhaigc.springai.gemini.entity;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds where JSON can begin in a text that arrives in chunks. Text inside the thinking
 * tags of open-weight models is skipped, since it can contain drafts of the JSON.
 */
final class JsonStart {

	private static final Set<String> THINKING_TAGS = Set.of("think", "thinking", "reasoning");

	private static final int MAX_TAG_CHARS = "/reasoning".length();

	/** The tag that is being read, or null. */
	private @Nullable StringBuilder tag;

	/** The thinking tag that is open, or null. */
	private @Nullable String thinking;

	/**
	 * Return the index of the first opening bracket or brace outside of thinking tags.
	 * @param text the next chunk of the text
	 * @return the index, or -1 if the chunk has none
	 */
	int find(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (this.tag != null && readTagCharacter(this.tag, c)) {
				continue;
			}
			if (c == '<') {
				this.tag = new StringBuilder();
			}
			else if (this.thinking == null && (c == '{' || c == '[')) {
				return i;
			}
		}
		return -1;
	}

	/** Read a character, and return whether it belongs to the tag. */
	private boolean readTagCharacter(StringBuilder tag, char c) {
		if (Character.isLetter(c) || c == '/') {
			if (tag.length() < MAX_TAG_CHARS) {
				tag.append(c);
				return true;
			}
		}
		this.tag = null;
		if (c != '>') {
			return false;
		}
		String name = tag.toString().toLowerCase(Locale.ROOT);
		if (this.thinking == null && THINKING_TAGS.contains(name)) {
			this.thinking = name;
		}
		else if (name.equals("/" + this.thinking)) {
			this.thinking = null;
		}
		return true;
	}

}
