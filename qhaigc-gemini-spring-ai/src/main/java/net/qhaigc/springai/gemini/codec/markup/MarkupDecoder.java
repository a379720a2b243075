package net.qhaigc.springai.gemini.codec.markup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Decodes the markup in the text of one response, or of the events of one stream: a
 * {@link MarkupSplitter} for each candidate moves thoughts and images to separate parts.
 */
public final class MarkupDecoder {

	private final ResponseMarkup markup;

	/** The splitters, keyed by the index of the candidate. */
	private final Map<Integer, MarkupSplitter> splitters = new TreeMap<>();

	/**
	 * Create a decoder for one stream.
	 * @param markup which markup is moved to separate parts
	 */
	public MarkupDecoder(ResponseMarkup markup) {
		this.markup = markup;
	}

	/** Decode a complete response. */
	public static GenerateContentResponse decodeComplete(GenerateContentResponse response, ResponseMarkup markup) {
		return markup.leavesTextUnchanged() ? response : new MarkupDecoder(markup).decode(response, true);
	}

	/** Decode the next event of the stream. */
	public GenerateContentResponse decode(GenerateContentResponse event) {
		return this.markup.leavesTextUnchanged() ? event : decode(event, false);
	}

	/**
	 * Return an event with the text that the splitters still hold back at the end of the
	 * stream, because a tag or an image might begin there; null if there is no such text.
	 */
	public @Nullable GenerateContentResponse end() {
		List<Candidate> held = new ArrayList<>();
		this.splitters.forEach((index, splitter) -> {
			List<Part> parts = splitter.end();
			if (!parts.isEmpty()) {
				held.add(new Candidate(new Content(Content.MODEL, parts), null, null, index, Map.of()));
			}
		});
		return held.isEmpty() ? null : new GenerateContentResponse(held, Map.of(), null, null, null, null, Map.of());
	}

	private GenerateContentResponse decode(GenerateContentResponse event, boolean complete) {
		List<Candidate> candidates = new ArrayList<>();
		for (Candidate candidate : event.candidates()) {
			int index = (candidate.index() != null) ? candidate.index() : candidates.size();
			candidates.add(decode(candidate, index, complete));
		}
		return new GenerateContentResponse(candidates, event.promptFeedback(), event.usageMetadata(),
				event.modelVersion(), event.responseId(), event.error(), event.extra());
	}

	private Candidate decode(Candidate candidate, int index, boolean complete) {
		Content content = candidate.content();
		if (content == null) {
			return candidate;
		}
		MarkupSplitter splitter = this.splitters.computeIfAbsent(index, (key) -> new MarkupSplitter(this.markup));
		List<Part> parts = new ArrayList<>();
		content.parts().forEach((part) -> parts.addAll(splitter.split(part)));
		if (complete) {
			parts.addAll(splitter.end());
		}
		return new Candidate(new Content(content.role(), parts), candidate.finishReason(), candidate.finishMessage(),
				candidate.index(), candidate.details());
	}

}
