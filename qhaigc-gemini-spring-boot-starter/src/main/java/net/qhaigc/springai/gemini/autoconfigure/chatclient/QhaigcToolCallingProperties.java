package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the tool loop of {@code ChatClient}.
 */
@ConfigurationProperties("qhaigc.tool-calling")
public class QhaigcToolCallingProperties {

	/**
	 * Maximum number of rounds of tool calls in one turn. If the model requests more,
	 * ChatClient throws a ToolRoundLimitException. 0 means no limit.
	 */
	private int maxRounds = 25;

	/**
	 * Whether failures that would otherwise end the turn are sent to the model as tool
	 * results: checked exceptions and errors of tools, and calls to unknown tools.
	 */
	private boolean failuresAsResults;

	/**
	 * Whether to execute the tool calls of one response in parallel. With Java 21 or
	 * newer, virtual threads are used.
	 */
	private boolean parallel;

	/**
	 * Names of the tools whose calls must not run at the same time as another tool call
	 * of the same response.
	 */
	private List<String> sequentialTools = new ArrayList<>();

	public int getMaxRounds() {
		return this.maxRounds;
	}

	public void setMaxRounds(int maxRounds) {
		this.maxRounds = maxRounds;
	}

	public boolean isFailuresAsResults() {
		return this.failuresAsResults;
	}

	public void setFailuresAsResults(boolean failuresAsResults) {
		this.failuresAsResults = failuresAsResults;
	}

	public boolean isParallel() {
		return this.parallel;
	}

	public void setParallel(boolean parallel) {
		this.parallel = parallel;
	}

	public List<String> getSequentialTools() {
		return this.sequentialTools;
	}

	public void setSequentialTools(List<String> sequentialTools) {
		this.sequentialTools = sequentialTools;
	}

}
