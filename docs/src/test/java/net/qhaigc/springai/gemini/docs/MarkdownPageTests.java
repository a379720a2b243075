package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the reader of the pages sees.
 */
class MarkdownPageTests {

	@TempDir
	private Path repository;

	@Test
	void aFenceHasTheMarkerThatStandsRightBeforeIt() throws IOException {
		MarkdownPage page = page("""
				<!-- snippet: a/B.java#c -->
				```java
				int i;
				```

				```yaml
				a: b
				```
				""");
		assertThat(page.fences()).containsExactly(new Fence("page.md", 2, "java", "a/B.java#c", "int i;"),
				new Fence("page.md", 6, "yaml", null, "a: b"));
	}

	@Test
	void aFenceWithinAListIsReadWithoutItsIndentation() throws IOException {
		assertThat(page("""
				- First:
				  ```sh
				  mvn verify
				  ```
				""").fences()).containsExactly(new Fence("page.md", 2, "sh", null, "mvn verify"));
	}

	@Test
	void aFenceThatDoesNotEndIsAnError() {
		assertThatIllegalStateException().isThrownBy(() -> page("```java\nint i;"))
			.withMessage("page.md:1: the fence does not end");
	}

	@Test
	void linksAreReadFromProseAndNotFromCode() throws IOException {
		assertThat(page("""
				See [one](one.md), ![two](images/two.png "Two"), <a href="three.md">three</a> and `[no](no.md)`.

				[four]: four.md

				```text
				[no](no.md)
				```
				""").links()).containsExactly("one.md", "images/two.png", "three.md", "four.md");
	}

	@Test
	void anchorsAreThoseOfGitHub() throws IOException {
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
	void aSnippetIsDedentedAndHasNoTags() throws IOException {
		Files.write(this.repository.resolve("B.java"), List.of("class B {", "\t// tag::c[]", "\tvoid c() {",
				"\t\t// tag::d[]", "\t\td();", "\t\t// end::d[]", "\t}", "\t// end::c[]", "}"));
		assertThat(Snippet.read(this.repository, "B.java#c")).isEqualTo("void c() {\n    d();\n}");
		assertThat(Snippet.read(this.repository, "B.java#d")).isEqualTo("d();");
	}

	@Test
	void aSnippetThatIsNotThereIsAnError() throws IOException {
		Files.writeString(this.repository.resolve("B.java"), "class B {\n}\n");
		assertThatIllegalStateException().isThrownBy(() -> Snippet.read(this.repository, "C.java"))
			.withMessage("There is no file C.java");
		assertThatIllegalStateException().isThrownBy(() -> Snippet.read(this.repository, "B.java#c"))
			.withMessage("There is no tag::c[] with its end:: for B.java#c");
	}

	private MarkdownPage page(String text) throws IOException {
		return MarkdownPage.read(this.repository, Files.writeString(this.repository.resolve("page.md"), text));
	}

}
