package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the tool loop of {@code ChatClient}.
 *
 * @param maxRounds Maximum number of rounds of tool calls in one turn, after which
 * ChatClient throws a ToolRoundLimitException. 0 for no limit.
 * @param failuresAsResults Whether the model receives checked exceptions and errors of
 * tools, and calls of unknown tools, as tool results. Otherwise they end the turn.
 * @param parallel Whether the tool calls of one response are executed in parallel, on
 * virtual threads with Java 21 or newer.
 * @param sequentialTools Names of the tools that must not run at the same time as another
 * tool call of the response.
 */
@ConfigurationProperties("qhaigc.tool-calling")
public record QhaigcToolCallingProperties(@DefaultValue("25") int maxRounds,
		@DefaultValue("false") boolean failuresAsResults, @DefaultValue("false") boolean parallel,
		@DefaultValue List<String> sequentialTools) {

}
