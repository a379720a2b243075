package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A request to the server.
 *
 * @param model the model id, which selects the response, such as {@code stream-200-0}
 * @param turns the conversation
 */
public record Task(String model, List<Turn> turns) {

	private static final String QUESTION = "Which of these rivers is the longest, and through which countries does it flow?";

	private static final int IMAGE_SIZE = 4 * 1024 * 1024;

	private static final int HISTORY_LENGTH = 200;

	/**
	 * 72 characters, of which a quote, a tab, a newline and an e-acute need encoding.
	 */
	private static final String LINE = "He said \"yes\tto the caf\u00e9 at the end of the road, and then he left us all\n";

	/** A short prompt with a short response of 877 bytes. */
	public static Task call() {
		return new Task("text", List.of(Turn.ofUser(QUESTION)));
	}

	/** A short prompt with a response in chunks of 450 bytes. */
	public static Task stream(int chunks, int millisApart) {
		return new Task("stream-" + chunks + "-" + millisApart, List.of(Turn.ofUser(QUESTION)));
	}

	/** A conversation of 2 MB in 200 messages. */
	public static Task history() {
		String text = LINE.repeat(2 * 1024 * 1024 / HISTORY_LENGTH / LINE.length());
		List<Turn> turns = new ArrayList<>();
		for (int i = 0; i < HISTORY_LENGTH; i++) {
			turns.add(new Turn(i % 2 == 0, text, null));
		}
		turns.add(Turn.ofUser(QUESTION));
		return new Task("text", List.copyOf(turns));
	}

	/** A prompt with an image of 4 MiB. */
	public static Task imageOut() {
		byte[] png = new byte[IMAGE_SIZE];
		new Random(1).nextBytes(png);
		return new Task("text", List.of(new Turn(true, QUESTION, png)));
	}

	/** A short prompt whose response is an image of 4 MiB. */
	public static Task imageAnswer() {
		return new Task("image", List.of(Turn.ofUser(QUESTION)));
	}

}
