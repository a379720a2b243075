package net.qhaigc.springai.gemini.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.ResponsePart;

/**
 * Renders a response as HTML or Markdown: its text with numbered references to its
 * sources, executed code with its results, media, and the list of the sources. Immutable.
 *
 * <p>
 * Titles, code and URIs cannot add markup to the output. Only {@code http} and
 * {@code https} URIs of sources become links. If a response has no sources, code or
 * media, the output contains only its text.
 */
public final class ResponseRenderer {

	private final Supplier<Output> outputFactory;

	private final Function<Media, @Nullable String> mediaUris;

	private ResponseRenderer(Supplier<Output> outputFactory, Function<Media, @Nullable String> mediaUris) {
		this.outputFactory = outputFactory;
		this.mediaUris = mediaUris;
	}

	/**
	 * Create a renderer for HTML. The text of the model is escaped, so it is displayed as
	 * the model wrote it, and Markdown in it is not rendered.
	 * @return the renderer
	 */
	public static ResponseRenderer html() {
		return new ResponseRenderer(HtmlOutput::new, SafeUri::of);
	}

	/**
	 * Create a renderer for Markdown (CommonMark). The text of the model, which usually
	 * is Markdown, is not changed, except that references are added. A library that
	 * converts the output to HTML must therefore sanitize HTML and links, as it must for
	 * any text of a model.
	 * @return the renderer
	 */
	public static ResponseRenderer markdown() {
		return new ResponseRenderer(MarkdownOutput::new, SafeUri::of);
	}

	/**
	 * Return a renderer that uses the given function to determine the URIs of media. By
	 * default, images, audio and videos with bytes are embedded as {@code data:} URIs,
	 * media with an {@code http} or {@code https} URI keeps its URI, and other media is
	 * omitted.
	 * @param mediaUris the function, which returns an absolute or relative URI, or null
	 * to omit the media. The URI is escaped but not validated
	 * @return a new renderer
	 */
	public ResponseRenderer withMediaUris(Function<Media, @Nullable String> mediaUris) {
		return new ResponseRenderer(this.outputFactory, mediaUris);
	}

	/**
	 * Render the first generation of a response.
	 * @param response a response of any chat model; null for no response. The closing
	 * chunk of a stream contains the text only if the response has grounding, citations,
	 * media or executed code
	 * @return the HTML or Markdown, which is empty if the response is empty
	 */
	public String render(@Nullable ChatResponse response) {
		return render(QhaigcGeminiMetadata.from(response));
	}

	/**
	 * Render a generation.
	 * @param metadata the metadata of the generation
	 * @return the HTML or Markdown, which is empty if the generation is empty
	 */
	public String render(QhaigcGeminiMetadata metadata) {
		Output output = this.outputFactory.get();
		Sources sources = Sources.of(metadata);
		int start = 0;
		for (ResponsePart part : parts(metadata)) {
			if (part instanceof ResponsePart.Text text) {
				int end = start + text.text().length();
				output.writeText(text.text(), sources.references(start, end));
				start = end;
			}
			else if (part instanceof ResponsePart.Code code) {
				output.writeCode(code);
			}
			else if (part instanceof ResponsePart.CodeResult result) {
				output.writeCodeResult(result);
			}
			else if (part instanceof ResponsePart.GeneratedMedia generated) {
				String uri = this.mediaUris.apply(generated.media());
				if (uri != null) {
					output.writeMedia(generated.media().getMimeType(), uri);
				}
			}
		}
		output.writeSources(sources.list());
		return output.toString();
	}

	/**
	 * Return parts whose texts together are the text to which the references apply. The
	 * texts of the metadata's parts can differ from that text: if a tool loop was
	 * streamed, the parts lack the texts of its earlier rounds, and if the application
	 * changed the text of the message, the parts still contain the old text.
	 */
	private static List<ResponsePart> parts(QhaigcGeminiMetadata metadata) {
		StringBuilder texts = new StringBuilder();
		for (ResponsePart part : metadata.parts()) {
			if (part instanceof ResponsePart.Text text) {
				texts.append(text.text());
			}
		}
		String text = metadata.text();
		if (text.contentEquals(texts)) {
			return metadata.parts();
		}
		List<ResponsePart> parts = new ArrayList<>(metadata.parts());
		if (text.endsWith(texts.toString())) {
			parts.add(0, new ResponsePart.Text(text.substring(0, text.length() - texts.length())));
		}
		else {
			parts.removeIf(ResponsePart.Text.class::isInstance);
			parts.add(0, new ResponsePart.Text(text));
		}
		return parts;
	}

}
