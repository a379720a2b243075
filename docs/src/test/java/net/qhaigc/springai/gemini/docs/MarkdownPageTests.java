package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MarkdownPage} and {@link Snippet}.
 */
class MarkdownPageTests {

	@TempDir
	private Path repository;

	@Test
	void readsMarkerBeforeFence() throws IOException {
		MarkdownPage page = page("""
				<!-- snippet: a/B.java#c -->
				```java
				int i;
				```

				```yaml
				a: b
				```

				<!-- output: a/BTests.java -->
				```text
				1
				```
				""");
		assertThat(page.fences()).containsExactly(new Fence("page.md", 2, 4, "java", "a/B.java#c", null, "int i;"),
				new Fence("page.md", 6, 8, "yaml", null, null, "a: b"),
				new Fence("page.md", 11, 13, "text", null, "a/BTests.java", "1"));
	}

	@Test
	void removesIndentationOfFenceInList() throws IOException {
		assertThat(page("""
				- First:
				  ```sh
				  mvn verify
				  ```
				""").fences()).containsExactly(new Fence("page.md", 2, 4, "sh", null, null, "mvn verify"));
	}

	@Test
	void rejectsUnclosedFence() {
		assertThatIllegalStateException().isThrownBy(() -> page("```java\nint i;"))
			.withMessage("page.md:1: the fence is not closed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<!-- snippet: a/B.java#c -->", "<!-- snippet: a/B.java#c -->\n\n```java\nint i;\n```",
			"<!-- snippet:a/B.java#c -->\n```java\nint i;\n```" })
	void rejectsMarkerThatIsMalformedOrWithoutFence(String text) {
		assertThatIllegalStateException().isThrownBy(() -> page(text))
			.withMessage("page.md:1: the marker is malformed or is not followed by a fence");
	}

	@Test
	void readsLinksFromProseOnly() throws IOException {
		assertThat(page("""
				See [one](one.md), ![two](images/two.png "Two"), <a href="three.md">three</a> and `[no](no.md)`.

				[four]: four.md

				```text
				[no](no.md)
				```
				""").links()).containsExactly("one.md", "images/two.png", "three.md", "four.md");
	}

	@Test
	void generatesSameAnchorsAsGitHub() throws IOException {
		assertThat(page("""
				# Getting started
				## `call()` and `stream()`, both
				## Notes
				## Notes
				## 快速开始：五分钟
				<a id="by-hand"></a>
				""").anchors()).containsExactly("getting-started", "call-and-stream-both", "notes", "notes-1",
				"快速开始五分钟", "by-hand");
	}

	@Test
	void removesIndentationAndTagsOfSnippet() throws IOException {
		Files.write(this.repository.resolve("B.java"), List.of("class B {", "\t// tag::c[]", "\tvoid c() {",
				"\t\t// tag::d[]", "\t\td();", "\t\t// end::d[]", "\t}", "\t// end::c[]", "}"));
		assertThat(Snippet.read(this.repository, "B.java#c")).isEqualTo("void c() {\n    d();\n}");
		assertThat(Snippet.read(this.repository, "B.java#d")).isEqualTo("d();");
	}

	@Test
	void rejectsMissingSnippet() throws IOException {
		Files.writeString(this.repository.resolve("B.java"), "class B {\n}\n");
		assertThatIllegalStateException().isThrownBy(() -> Snippet.read(this.repository, "C.java"))
			.withMessage("File C.java does not exist");
		assertThatIllegalStateException().isThrownBy(() -> Snippet.read(this.repository, "B.java#c"))
			.withMessage("Region tag::c[] to end::c[] not found for B.java#c");
	}

	private MarkdownPage page(String text) throws IOException {
		return MarkdownPage.read(this.repository, Files.writeString(this.repository.resolve("page.md"), text));
	}

}
