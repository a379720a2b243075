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
 * The events of one stream, as the chunks of one stream: text, thoughts and media as they
 * come, and at the end one closing chunk that holds everything else. Holds the state of
 * its stream, so each stream has one of its own.
 */
public final class StreamDecoder {

	private final CandidateDecoder candidateDecoder;

	private final ResponseDetails details;

	private final TreeMap<Integer, CandidateAccumulator> answers = new TreeMap<>();

	private final WarnOnce notices;

	private @Nullable ChatResponse whole;

	/**
	 * A decoder for one stream.
	 * @param asked what the gateway was asked
	 * @param notices told of what is left out
	 */
	public StreamDecoder(EncodedPrompt asked, WarnOnce notices) {
		this.candidateDecoder = new CandidateDecoder(asked, notices);
		this.details = new ResponseDetails(asked.model());
		this.notices = notices;
	}

	/**
	 * Set the metadata from the headers of the response.
	 * @param headers the metadata
	 */
	public void headers(HeaderMetadata headers) {
		this.details.headers(headers);
	}

	/**
	 * Decodes an event.
	 * @param event the next event
	 * @return the chunks that it gives, often one, perhaps none
	 */
	public List<ChatResponse> decode(GenerateContentResponse event) {
		this.details.add(event);
		List<ChatResponse> chunks = new ArrayList<>(1);
		int position = 0;
		for (Candidate candidate : event.candidates()) {
			int index = (candidate.index() != null) ? candidate.index() : position;
			this.answers.computeIfAbsent(index, (key) -> new CandidateAccumulator(key, true)).add(candidate);
			if (index == 0 && candidate.content() != null) {
				candidate.content().parts().forEach((part) -> decode(part, chunks));
			}
			position++;
		}
		return chunks;
	}

	private void decode(Part part, List<ChatResponse> chunks) {
		if (part instanceof Part.Text text && !text.text().isEmpty()) {
			chunks.add(chunk(text.isThought() ? AssistantMessage.builder()
				.content("")
				.properties(Map.of(QhaigcGeminiMetadata.THOUGHTS, text.text(), QhaigcGeminiMetadata.IS_THOUGHT, true))
				.build() : new AssistantMessage(text.text())));
		}
		else if (part instanceof Part.InlineData data && !data.isThought()) {
			chunks.add(chunk(AssistantMessage.builder().content("").media(List.of(MediaDecoder.decode(data))).build()));
		}
	}

	private ChatResponse chunk(AssistantMessage message) {
		return new ChatResponse(List.of(new Generation(message)), this.details.ofChunk());
	}

	/**
	 * Decodes the end of the stream.
	 * @param cutReason the finish reason to give where the stream was cut; null for a
	 * stream that came to its end
	 * @return the closing chunk: it alone has the finish reason, the usage, all calls and
	 * the whole metadata
	 */
	public ChatResponse close(@Nullable String cutReason) {
		ChatResponse whole = whole(cutReason);
		this.whole = whole;
		List<Generation> generations = new ArrayList<>(whole.getResults());
		Generation first = generations.get(0);
		if (Integer.valueOf(0).equals(first.getMetadata().get(QhaigcGeminiMetadata.CANDIDATE_INDEX))) {
			generations.set(0, with(first, "", first.getOutput().getToolCalls(), List.of()));
		}
		if (!first.getOutput().hasToolCalls()) {
			// A later candidate's calls would keep the whole chunk, and with it the first
			// candidate's end, from whoever listens behind a tool loop.
			generations.replaceAll((generation) -> generation.getOutput().hasToolCalls()
					? with(generation, generation.getOutput().getText(), List.of(), generation.getOutput().getMedia())
					: generation);
		}
		return new ChatResponse(generations, whole.getMetadata());
	}

	/**
	 * The answer as {@code call()} would have given it.
	 * @return the whole answer; null before the end
	 */
	public @Nullable ChatResponse whole() {
		return this.whole;
	}

	private ChatResponse whole(@Nullable String cutReason) {
		if (this.answers.isEmpty()) {
			this.answers.put(0, ResponseDecoder.blocked(this.details, this.notices));
		}
		List<Generation> generations = new ArrayList<>(this.answers.size());
		for (CandidateAccumulator answer : this.answers.values()) {
			if (answer.finishReason() == null && cutReason != null) {
				answer.finishReason(cutReason);
			}
			generations.add(this.candidateDecoder.decode(answer, this.details));
		}
		return new ChatResponse(generations, this.details.ofAnswer());
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
