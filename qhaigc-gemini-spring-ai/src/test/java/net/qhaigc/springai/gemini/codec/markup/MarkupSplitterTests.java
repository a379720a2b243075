package net.qhaigc.springai.gemini.codec.markup;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MarkupSplitter}. In the expected texts, thoughts are in square
 * brackets, and the base64 of images is in braces.
 */
class MarkupSplitterTests {

	private static final ResponseMarkup THOUGHTS_AND_IMAGES = new ResponseMarkup(true, true);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false,
			textBlock = """
					<think>Hm.</think>Hello|[Hm.]Hello
					<thought>Hm.</thought>Hello|[Hm.]Hello
					<THINK>Hm. <b>1</b> < 2</Think>  Hello|[Hm. <b>1</b> < 2]Hello
					A <think>1</think>B<thought>2</thought>|A [1]B[2]
					<think>Hm</thought></think>Hi|[Hm</thought>]Hi
					<think>open|[open]
					no <thin tag, 1 < 2 <|no <thin tag, 1 < 2 <
					<think></think>Hi|Hi
					Hi <think|Hi <think
					![image](data:image/png;base64,AQID)|{AQID}
					Here: ![a cat](data:image/jpeg;charset=x;base64,AQ==) and ![](data:image/png;base64,Ag==).|Here: {AQ==} and {Ag==}.
					![a](data:image/png;base64,AQID "title")|{AQID}
					![a](<data:image/png;base64,AQID>)|{AQID}
					![a](data:image/png;base64,_-8=)|{/+8=}
					![a](https://example.com/a.png) and !x ![b] (c)|![a](https://example.com/a.png) and !x ![b] (c)
					![a](data:text/plain;base64,AQID)|![a](data:text/plain;base64,AQID)
					Wow! Really![|Wow! Really![
					<think>![a](data:image/png;base64,AQID)</think>Hi|[![a](data:image/png;base64,AQID)]Hi
					![cut](data:image/png;base64,AQID|{}
					![broken](data:image/png;base64,A)Hi|{}Hi
					""")
	void splitsTextReceivedInAnyFragments(String text, String expected) {
		assertThat(split(THOUGHTS_AND_IMAGES, Stream.of(text))).isEqualTo(expected);
		assertThat(split(THOUGHTS_AND_IMAGES, text.chars().mapToObj(Character::toString))).isEqualTo(expected);
		for (int i = 1; i < text.length(); i++) {
			assertThat(split(THOUGHTS_AND_IMAGES, Stream.of(text.substring(0, i), text.substring(i))))
				.as("split at %d", i)
				.isEqualTo(expected);
		}
	}

	@Test
	void splitsOnlyEnabledMarkup() {
		String text = "<think>a</think>![b](data:image/png;base64,AQID)";
		assertThat(split(new ResponseMarkup(true, false), Stream.of(text)))
			.isEqualTo("[a]![b](data:image/png;base64,AQID)");
		assertThat(split(new ResponseMarkup(false, true), Stream.of(text))).isEqualTo("<think>a</think>{AQID}");
	}

	@Test
	void holdsBackOnlyTextThatMayBeMarkup() {
		MarkupSplitter splitter = new MarkupSplitter(THOUGHTS_AND_IMAGES);
		assertThat(text(splitter.split(new Part.Text("Hello wor", PartAttributes.NONE)))).isEqualTo("Hello wor");
		assertThat(text(splitter.split(new Part.Text("ld<", PartAttributes.NONE)))).isEqualTo("ld");
		assertThat(text(splitter.split(new Part.Text("b>!", PartAttributes.NONE)))).isEqualTo("<b>");
		assertThat(text(splitter.end())).isEqualTo("!");
	}

	@Test
	void keepsSignatureOfText() {
		PartAttributes signed = PartAttributes.signed("c2ln");
		MarkupSplitter splitter = new MarkupSplitter(THOUGHTS_AND_IMAGES);
		assertThat(splitter.split(new Part.Text("<think>a</think>b", signed)))
			.containsExactly(new Part.Text("a", PartAttributes.THOUGHT), new Part.Text("b", signed));
		assertThat(splitter.split(new Part.Text("<think>a", signed)))
			.containsExactly(new Part.Text("a", PartAttributes.THOUGHT), new Part.Text("", signed));
	}

	@Test
	void keepsSignatureInEmptyTextIfNoTextOutsideThoughtsRemains() {
		PartAttributes signed = PartAttributes.signed("c2ln");
		MarkupSplitter splitter = new MarkupSplitter(THOUGHTS_AND_IMAGES);
		assertThat(splitter.split(new Part.Text("<think>", signed))).containsExactly(new Part.Text("", signed));
		assertThat(splitter.split(new Part.Text("a</think>![b](data:image/png;base64,AQID)", signed))).containsExactly(
				new Part.Text("a", PartAttributes.THOUGHT), new Part.InlineData("image/png", new byte[] { 1, 2, 3 }),
				new Part.Text("", signed));
	}

	@Test
	void returnsHeldTextAndImageBeforeFunctionCall() {
		Part call = WireJson.readPart("{\"functionCall\":{\"name\":\"f\"}}");
		MarkupSplitter splitter = new MarkupSplitter(THOUGHTS_AND_IMAGES);
		assertThat(splitter.split(new Part.Text("Hi <th"))).containsExactly(new Part.Text("Hi "));
		assertThat(splitter.split(call)).containsExactly(new Part.Text("<th"), call);
		assertThat(splitter.split(new Part.Text("![b](data:image/png;base64,AQ"))).isEmpty();
		assertThat(splitter.split(call)).containsExactly(new Part.InlineData("image/png", new byte[0]), call);
		assertThat(splitter.split(new Part.Text("![b](data:image/png;base64,Ag==)")))
			.containsExactly(new Part.InlineData("image/png", new byte[] { 2 }));
	}

	@Test
	void keepsOrderOfThoughtsImagesAndText() {
		assertThat(split(THOUGHTS_AND_IMAGES, Stream.of("![a](data:image/png;base64,AQID)<think>b</think>c")))
			.isEqualTo("{AQID}[b]c");
		assertThat(split(THOUGHTS_AND_IMAGES, Stream.of("<thought>a</thought><think>b</think>c"))).isEqualTo("[ab]c");
	}

	@Test
	void readsLargeImageInSmallFragments() {
		String data = "A".repeat(4 * 1024 * 1024);
		List<String> fragments = new ArrayList<>(List.of("![a](data:image/png;base64,"));
		for (int i = 0; i < data.length(); i += 1024) {
			fragments.add(data.substring(i, i + 1024));
		}
		fragments.add(")");
		assertThat(split(THOUGHTS_AND_IMAGES, fragments.stream())).isEqualTo("{" + data + "}");
	}

	private static String split(ResponseMarkup markup, Stream<String> fragments) {
		MarkupSplitter splitter = new MarkupSplitter(markup);
		List<Part> parts = new ArrayList<>();
		fragments.forEach((text) -> parts.addAll(splitter.split(new Part.Text(text, PartAttributes.NONE))));
		parts.addAll(splitter.end());
		return text(parts);
	}

	/**
	 * Return the parts in the notation of the expected texts. Adjacent thoughts are
	 * merged, because their number depends on the fragments.
	 */
	private static String text(List<Part> parts) {
		StringBuilder text = new StringBuilder();
		for (Part part : parts) {
			if (part instanceof Part.InlineData image) {
				text.append('{').append(Base64.getEncoder().encodeToString(image.data())).append('}');
			}
			else if (part instanceof Part.Text textPart) {
				text.append(textPart.isThought() ? "[" + textPart.text() + "]" : textPart.text());
			}
		}
		return text.toString().replace("][", "");
	}

}
