package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Decodes the events of one stream as chunks: text, thoughts and media as they are
 * received, and at the end one closing chunk with everything else. For one stream.
 */
public final class StreamDecoder {

	private final CandidateDecoder candidateDecoder;

	private final ResponseDetails details;

	/** Whether the text is emitted as a whole, since it is changed at the end. */
	private final boolean holdsText;

	private final TreeMap<Integer, CandidateAccumulator> candidates = new TreeMap<>();

	private final WarnOnce warnings;

	private @Nullable ChatResponse response;

	/**
	 * Create a decoder for one stream.
	 * @param prompt the prompt
	 * @param warnings for what is dropped
	 */
	public StreamDecoder(EncodedPrompt prompt, WarnOnce warnings) {
		this.candidateDecoder = new CandidateDecoder(prompt, warnings);
		this.details = new ResponseDetails(prompt.model());
		this.holdsText = !prompt.embeddedObjects().output().isEmpty();
		this.warnings = warnings;
	}

	/**
	 * Set the metadata from the headers of the response.
	 * @param headers the metadata
	 */
	public void headers(HeaderMetadata headers) {
		this.details.headers(headers);
	}

	/**
	 * Decode an event.
	 * @param event the next event
	 * @return its chunks; none if it has no text, thought or media
	 */
	public List<ChatResponse> decode(GenerateContentResponse event) {
		this.details.add(event);
		List<ChatResponse> chunks = new ArrayList<>(1);
		int position = 0;
		for (Candidate candidate : event.candidates()) {
			int index = (candidate.index() != null) ? candidate.index() : position;
			this.candidates.computeIfAbsent(index, (key) -> new CandidateAccumulator(key, true)).add(candidate);
			if (index == 0 && candidate.content() != null) {
				candidate.content().parts().forEach((part) -> decode(part, chunks));
			}
			position++;
		}
		return chunks;
	}

	private void decode(Part part, List<ChatResponse> chunks) {
		if (part instanceof Part.Text text && !text.text().isEmpty() && (!this.holdsText || text.isThought())) {
			chunks.add(chunk(text.isThought() ? thought(text.text()) : new AssistantMessage(text.text())));
		}
		else if (part instanceof Part.InlineData data && !data.isThought()) {
			chunks.add(chunk(AssistantMessage.builder().content("").media(List.of(MediaDecoder.decode(data))).build()));
		}
	}

	private static AssistantMessage thought(String text) {
		return AssistantMessage.builder()
			.content("")
			.properties(Map.of(QhaigcGeminiMetadata.THOUGHTS, text, QhaigcGeminiMetadata.IS_THOUGHT, true))
			.build();
	}

	private ChatResponse chunk(AssistantMessage message) {
		return new ChatResponse(List.of(new Generation(message)), this.details.forChunk());
	}

	/**
	 * Decode the end of the stream.
	 * @param missingFinishReason the finish reason of candidates that have none, if the
	 * stream is incomplete; null to leave it absent
	 * @return the closing chunk, the only one with the finish reason, the usage, the tool
	 * calls and the generation metadata
	 */
	public ChatResponse close(@Nullable String missingFinishReason) {
		ChatResponse response = response(missingFinishReason);
		this.response = response;
		List<Generation> generations = new ArrayList<>(response.getResults());
		Generation first = generations.get(0);
		if (Integer.valueOf(0).equals(first.getMetadata().get(QhaigcGeminiMetadata.CANDIDATE_INDEX))) {
			generations.set(0, with(first, this.holdsText ? first.getOutput().getText() : "",
					first.getOutput().getToolCalls(), List.of()));
		}
		if (!first.getOutput().hasToolCalls()) {
			// A tool loop does not emit chunks with tool calls. With those of another
			// candidate it would drop the finish reason of the first one.
			generations.replaceAll((generation) -> generation.getOutput().hasToolCalls()
					? with(generation, generation.getOutput().getText(), List.of(), generation.getOutput().getMedia())
					: generation);
		}
		return new ChatResponse(generations, response.getMetadata());
	}

	/**
	 * Return the whole response, as {@code call()} would have returned it.
	 * @return the response; null before {@link #close(String)}
	 */
	public @Nullable ChatResponse response() {
		return this.response;
	}

	private ChatResponse response(@Nullable String missingFinishReason) {
		if (this.candidates.isEmpty()) {
			this.candidates.put(0, ResponseDecoder.blocked(this.details, this.warnings));
		}
		List<Generation> generations = new ArrayList<>(this.candidates.size());
		for (CandidateAccumulator candidate : this.candidates.values()) {
			if (candidate.finishReason() == null && missingFinishReason != null) {
				candidate.finishReason(missingFinishReason);
			}
			generations.add(this.candidateDecoder.decode(candidate, this.details));
		}
		return new ChatResponse(generations, this.details.forResponse());
	}

	private static Generation with(Generation generation, @Nullable String text, List<ToolCall> calls,
			List<Media> media) {
		return new Generation(AssistantMessage.builder()
			.content(text)
			.properties(generation.getOutput().getMetadata())
			.toolCalls(calls)
			.media(media)
			.build(), generation.getMetadata());
	}

}
