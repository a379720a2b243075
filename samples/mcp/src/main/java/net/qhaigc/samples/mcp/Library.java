package net.qhaigc.samples.mcp;

import java.util.List;

import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;

/**
 * The tool of the {@link LibraryServer}.
 */
class Library {

	private static final List<Book> BOOKS = List.of(new Book("The Classic of Tea", "Lu Yu", "tea"),
			new Book("The Book of Tea", "Okakura Kakuzo", "tea"), new Book("Dream Pool Essays", "Shen Kuo", "science"));

	// tag::tool[]
	@McpTool(name = "find_books", description = "Finds the books of the library on a subject")
	List<Book> findBooks(@McpToolParam(description = "One word, in English") String subject) {
		return BOOKS.stream().filter((book) -> book.subject().equals(subject)).toList();
	}
	// end::tool[]

	record Book(String title, String author, String subject) {
	}

}
