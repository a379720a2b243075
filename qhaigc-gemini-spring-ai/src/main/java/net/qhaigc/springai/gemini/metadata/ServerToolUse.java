package net.qhaigc.springai.gemini.metadata;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the server ran by itself, and what it gave.
 *
 * @param toolType such as {@code GOOGLE_SEARCH_WEB}; or null
 * @param toolName the tool's name where its type does not say it; or null
 * @param arguments what the tool was asked; empty where the wire does not say
 * @param response what the tool gave; empty where the wire does not say
 */
public record ServerToolUse(@Nullable String toolType, @Nullable String toolName, Map<String, Object> arguments,
		Map<String, Object> response) {

	static ServerToolUse of(PartPair pair) {
		String type = pair.request().text("toolType");
		return new ServerToolUse((type != null) ? type : pair.outcome().text("toolType"),
				pair.request().text("toolName"), pair.request().object("args").asMap(),
				pair.outcome().object("response").asMap());
	}

}
