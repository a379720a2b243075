package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The content of a request, or of the requests of a tool loop.
 *
 * @param model the ID of the model, such as {@code stream-200-0}, by which the server
 * selects the response
 * @param turns the turns of the conversation
 * @param requests the number of requests of a tool loop; 1 if there are no tools
 */
public record Task(String model, List<Turn> turns, int requests) {

	private static final String PROMPT = "Which of these rivers is the longest, and through which countries does it flow?";

	private static final int IMAGE_SIZE = 4 * 1024 * 1024;

	private static final int HISTORY_LENGTH = 200;

	private static final int SHORT_MESSAGE_LENGTH = 200;

	/**
	 * 73 characters, including a quotation mark, a tab, a line break and a character that
	 * is not ASCII.
	 */
	private static final String LINE = "He said \"yes\tto the caf\u00e9 at the end of the road, and then he left us all\n";

	/**
	 * Create a task without tools.
	 * @param model the ID of the model
	 * @param turns the turns of the conversation
	 */
	public Task(String model, List<Turn> turns) {
		this(model, turns, 1);
	}

	/** A short prompt with a response of 877 bytes. */
	public static Task call() {
		return new Task("text", List.of(Turn.fromUser(PROMPT)));
	}

	/** A short prompt with a stream of chunks of 450 bytes. */
	public static Task stream(int chunks, int intervalMillis) {
		return new Task("stream-" + chunks + "-" + intervalMillis, List.of(Turn.fromUser(PROMPT)));
	}

	/** A short prompt after a conversation of 2 MB in 200 messages. */
	public static Task history() {
		return history(LINE.repeat(2 * 1024 * 1024 / HISTORY_LENGTH / LINE.length()));
	}

	/**
	 * A short prompt after a conversation of 40 KB in 200 messages, as in a long chat.
	 */
	public static Task historyOfShortMessages() {
		return history(LINE.repeat(3).substring(0, SHORT_MESSAGE_LENGTH));
	}

	/**
	 * A conversation of short messages.
	 * @param messages the number of messages, including the prompt
	 * @return the task
	 */
	public static Task conversation(int messages) {
		return history(LINE.repeat(3).substring(0, SHORT_MESSAGE_LENGTH), messages - 1);
	}

	/**
	 * A loop of requests, in which all responses except the last one are tool calls.
	 * @param requests the number of requests
	 * @return the task
	 */
	public static Task toolLoop(int requests) {
		return new Task("text", List.of(Turn.fromUser(PROMPT)), requests);
	}

	private static Task history(String text) {
		return history(text, HISTORY_LENGTH);
	}

	private static Task history(String text, int historyLength) {
		List<Turn> turns = new ArrayList<>();
		for (int i = 0; i < historyLength; i++) {
			turns.add(new Turn(i % 2 == 0, text, null));
		}
		turns.add(Turn.fromUser(PROMPT));
		return new Task("text", List.copyOf(turns));
	}

	/** A short prompt with an image of 4 MiB. */
	public static Task imageRequest() {
		byte[] png = new byte[IMAGE_SIZE];
		new Random(1).nextBytes(png);
		return new Task("text", List.of(new Turn(true, PROMPT, png)));
	}

	/** A short prompt with an image of 4 MiB in the response. */
	public static Task imageResponse() {
		return new Task("image", List.of(Turn.fromUser(PROMPT)));
	}

}
