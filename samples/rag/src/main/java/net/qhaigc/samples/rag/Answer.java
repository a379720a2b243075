package net.qhaigc.samples.rag;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.ai.document.Document;

/**
 * An answer, or a part of an answer in a stream.
 *
 * @param text the text, with citations such as {@code [1]}
 * @param sources the cited passages
 */
record Answer(String text, List<Source> sources) {

	private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,2})]");

	/** Format the passages for the prompt, with numbers that start at 1. */
	static String format(List<Document> passages) {
		return IntStream.range(0, passages.size())
			.mapToObj((i) -> "[%d] %s".formatted(i + 1, passages.get(i).getText()))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Return the passages that a text cites. A number that no passage has, because the
	 * model made it up, is ignored.
	 */
	static List<Source> sources(String text, List<Document> passages) {
		return CITATION.matcher(text)
			.results()
			.map((citation) -> Integer.parseInt(citation.group(1)))
			.filter((number) -> number > 0 && number <= passages.size())
			.distinct()
			.map((number) -> Source.of(number, passages.get(number - 1)))
			.toList();
	}

	/**
	 * A cited passage.
	 *
	 * @param number the number in the citation
	 * @param file the file that contains the passage
	 * @param title the heading of the passage
	 * @param text the passage
	 */
	record Source(int number, String file, String title, String text) {

		static Source of(int number, Document passage) {
			return new Source(number, String.valueOf(passage.getMetadata().get("file")),
					String.valueOf(passage.getMetadata().get("title")), passage.getText());
		}

		@Override
		public String toString() {
			return "[%d] %s, \"%s\"".formatted(this.number, this.file, this.title);
		}

	}

}
