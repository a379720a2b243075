package net.qhaigc.springai.gemini.agent;

import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;

/**
 * The 8 tools of {@link AgentSoakTests}, which count how often each call is executed. The
 * argument {@code city} identifies the call.
 */
final class SoakTools {

	/** The key in the tool context under which the name of the turn is stored. */
	static final String TURN = "turn";

	private static final String LARGE = "x".repeat(2_000_000);

	private final Map<String, Map<String, Integer>> executions = new ConcurrentHashMap<>();

	private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();

	/** Return how often each call of a turn has been executed. */
	Map<String, Integer> executions(String turn) {
		Map<String, Integer> executions = this.executions.get(turn);
		return (executions != null) ? new TreeMap<>(executions) : Map.of();
	}

	/** Set the listener that is called before each tool call of the turn is counted. */
	void onCall(String turn, Consumer<String> listener) {
		this.listeners.put(turn, listener);
	}

	void remove(String turn) {
		this.executions.remove(turn);
		this.listeners.remove(turn);
	}

	private void recordExecution(String call, ToolContext context) {
		String turn = (String) Objects.requireNonNull(context.getContext().get(TURN));
		Consumer<String> listener = this.listeners.get(turn);
		if (listener != null) {
			listener.accept(call);
		}
		this.executions.computeIfAbsent(turn, (key) -> new ConcurrentHashMap<>()).merge(call, 1, Integer::sum);
	}

	@Tool
	String weather(String city, ToolContext context) {
		recordExecution(city, context);
		return "rain in " + city;
	}

	@Tool
	String slow(String city, ToolContext context) throws InterruptedException {
		recordExecution(city, context);
		Thread.sleep(20);
		return "slow " + city;
	}

	@Tool
	String fail(String city, ToolContext context) {
		recordExecution(city, context);
		throw new IllegalArgumentException("no such city");
	}

	@Tool
	BufferedImage image(String city, ToolContext context) {
		recordExecution(city, context);
		return new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
	}

	@Tool
	String large(String city, ToolContext context) {
		recordExecution(city, context);
		return LARGE;
	}

	@Tool
	int count(String city, ToolContext context) {
		recordExecution(city, context);
		return city.length();
	}

	@Tool
	void note(String city, ToolContext context) {
		recordExecution(city, context);
	}

	@Tool
	String pay(String city, ToolContext context) {
		recordExecution(city, context);
		return "paid " + city;
	}

}
