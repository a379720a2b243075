package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.markup.MarkupDecoder;
import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.ResponseMerger;

/**
 * Decodes the events of one stream into chunks: text, thoughts, media, executed code,
 * calls of server tools and search queries as they are received, and at the end one
 * closing chunk with the finish reason, the usage, the tool calls and the complete
 * generation metadata.
 */
public final class StreamDecoder {

	private final CandidateDecoder candidateDecoder;

	private final ResponseDetails details;

	/**
	 * Whether the text is emitted only in the closing chunk, because it is structured
	 * output in which strings contain JSON objects. They can be parsed only when the text
	 * is complete.
	 */
	private final boolean emitsTextInClosingChunk;

	private final MarkupDecoder markup;

	private final ResponseMerger merger = new ResponseMerger();

	private final SearchQueryReporter searchQueryReporter = new SearchQueryReporter();

	/**
	 * The token with which the current request continues the response; null for the first
	 * request.
	 */
	private @Nullable String continuationToken;

	private @Nullable ChatResponse response;

	private boolean mediaReceived;

	/**
	 * Create a decoder for one stream.
	 * @param prompt the prompt
	 * @param warnings logs what is dropped
	 */
	public StreamDecoder(EncodedPrompt prompt, WarnOnce warnings) {
		this(prompt, warnings, null);
	}

	/**
	 * Create a decoder that also estimates the cost of the response.
	 * @param prompt the prompt
	 * @param warnings logs what is dropped
	 * @param prices the prices of models; null if there are none
	 */
	public StreamDecoder(EncodedPrompt prompt, WarnOnce warnings, @Nullable Prices prices) {
		this.candidateDecoder = new CandidateDecoder(prompt, warnings);
		this.details = new ResponseDetails(prompt.model(), this.merger.fields(), prices);
		this.markup = new MarkupDecoder(prompt.markup());
		this.emitsTextInClosingChunk = !prompt.embeddedJsonLocations().output().isEmpty();
	}

	/**
	 * Set the metadata from the headers of the response.
	 * @param headers the metadata
	 */
	public void setHeaders(HeaderMetadata headers) {
		this.details.setHeaders(headers);
	}

	/**
	 * Decode an event.
	 * @param event the next event
	 * @return the chunks of the event; none if it has nothing that is emitted before the
	 * closing chunk
	 */
	public List<ChatResponse> decode(GenerateContentResponse event) {
		return mergeAndDecode(this.markup.decode(event));
	}

	/**
	 * Decode the text that was held back because it could have been the beginning of
	 * markup.
	 * @return the chunks of the text, to be emitted before {@link #close(String)} or a
	 * failure
	 */
	public List<ChatResponse> decodeHeldText() {
		GenerateContentResponse rest = this.markup.end();
		return (rest != null) ? mergeAndDecode(rest) : new ArrayList<>(1);
	}

	private List<ChatResponse> mergeAndDecode(GenerateContentResponse event) {
		this.merger.add(event);
		List<ChatResponse> chunks = new ArrayList<>(1);
		for (int i = 0; i < event.candidates().size(); i++) {
			Candidate candidate = event.candidates().get(i);
			int index = (candidate.index() != null) ? candidate.index() : i;
			ChatGenerationMetadata search = (index == 0) ? this.searchQueryReporter.chunkMetadata(candidate) : null;
			if (search != null) {
				chunks.add(chunk(search));
			}
			if (index == 0 && candidate.content() != null) {
				candidate.content().parts().forEach((part) -> addChunk(part, chunks));
			}
		}
		return chunks;
	}

	/**
	 * Return the token with which another request continues the response.
	 * @return the token; null if the response is complete
	 */
	public @Nullable String continuationToken() {
		return this.merger.continuationToken();
	}

	/**
	 * Begin to decode the events of a request that continues the response.
	 * @return the response so far, with its continuation token
	 */
	public GenerateContentResponse beginContinuation() {
		this.continuationToken = continuationToken();
		return this.merger.beginContinuation();
	}

	private void addChunk(Part part, List<ChatResponse> chunks) {
		if (part instanceof Part.Text text && !text.text().isEmpty()
				&& (!this.emitsTextInClosingChunk || text.isThought())) {
			chunks.add(chunk(text.isThought() ? thought(text.text()) : new AssistantMessage(text.text())));
		}
		else {
			Media media = MediaDecoder.decode(part);
			if (media != null) {
				this.mediaReceived = true;
				chunks.add(chunk(AssistantMessage.builder().content("").media(List.of(media)).build()));
				return;
			}
			ChatGenerationMetadata metadata = ServerParts.chunkMetadata(part);
			if (metadata != null) {
				chunks.add(chunk(metadata));
			}
		}
	}

	private static AssistantMessage thought(String text) {
		return AssistantMessage.builder()
			.content("")
			.properties(Map.of(QhaigcGeminiMetadata.THOUGHTS, text, QhaigcGeminiMetadata.IS_THOUGHT, true))
			.build();
	}

	/**
	 * Return whether media was received, in which case {@link #close(String)} may have to
	 * store it.
	 * @return whether the response has media so far
	 */
	public boolean hasMedia() {
		return this.mediaReceived;
	}

	private ChatResponse chunk(ChatGenerationMetadata metadata) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(""), metadata)), this.details.forChunk());
	}

	private ChatResponse chunk(AssistantMessage message) {
		return new ChatResponse(List.of(new Generation(message)), this.details.forChunk());
	}

	/**
	 * Decode the end of the stream.
	 * @param finishReasonIfMissing the finish reason to set for candidates that have
	 * none; null to set none
	 * @return the closing chunk, the only one with the finish reason, the usage, the tool
	 * calls and the complete generation metadata
	 */
	public ChatResponse close(@Nullable String finishReasonIfMissing) {
		ChatResponse response = decodeWhole(finishReasonIfMissing);
		this.response = response;
		Generation first = response.getResults().get(0);
		if (!Integer.valueOf(0).equals(first.getMetadata().get(QhaigcGeminiMetadata.CANDIDATE_INDEX))) {
			return response;
		}
		List<Generation> generations = new ArrayList<>(response.getResults());
		AssistantMessage message = AssistantMessage.builder()
			.content(this.emitsTextInClosingChunk ? first.getOutput().getText() : "")
			.properties(first.getOutput().getMetadata())
			.toolCalls(first.getOutput().getToolCalls())
			.build();
		generations.set(0, new Generation(message, first.getMetadata()));
		return new ChatResponse(generations, response.getMetadata());
	}

	/**
	 * Return the whole response, as {@code call()} would have returned it.
	 * @return the response; null before {@link #close(String)}
	 */
	public @Nullable ChatResponse response() {
		return this.response;
	}

	/**
	 * Return the metadata of a stream that has ended early: the usage and the model of
	 * the events that were received. Can be called while another thread decodes an event.
	 * @param finishReason the finish reason; null if there is none
	 * @return a response without text; null if there is nothing to return
	 */
	public @Nullable ChatResponse incompleteResponse(@Nullable String finishReason) {
		if (finishReason == null && this.details.isEmpty()) {
			return null;
		}
		ChatGenerationMetadata generation = (finishReason != null)
				? ChatGenerationMetadata.builder().finishReason(finishReason).build() : ChatGenerationMetadata.NULL;
		return new ChatResponse(List.of(new Generation(new AssistantMessage(""), generation)),
				this.details.forIncompleteResponse());
	}

	private ChatResponse decodeWhole(@Nullable String finishReasonIfMissing) {
		if (finishReasonIfMissing != null && this.continuationToken != null) {
			// A later request can continue the response with this token.
			this.merger.add(ResponseMerger.continuationTokenEvent(this.continuationToken));
		}
		List<CandidateAccumulator> candidates = ResponseDecoder.sortByIndex(this.merger.candidates());
		if (finishReasonIfMissing != null) {
			candidates.forEach((candidate) -> candidate.setFinishReasonIfMissing(finishReasonIfMissing));
		}
		return this.candidateDecoder.decode(candidates, this.details);
	}

}
