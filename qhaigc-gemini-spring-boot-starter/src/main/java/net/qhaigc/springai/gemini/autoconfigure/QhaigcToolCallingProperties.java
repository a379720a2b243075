package net.qhaigc.springai.gemini.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the tool loop of {@code ChatClient}.
 *
 * @param maxRounds Maximum number of rounds of tool calls in one turn, after which
 * ChatClient throws a ToolRoundLimitException. 0 for no limit.
 * @param failuresAsResults Whether the model receives checked exceptions and errors of
 * tools, and calls of unknown tools, as tool results. Otherwise they end the turn.
 */
@ConfigurationProperties("qhaigc.tool-calling")
public record QhaigcToolCallingProperties(@DefaultValue("25") int maxRounds,
		@DefaultValue("false") boolean failuresAsResults) {

}
