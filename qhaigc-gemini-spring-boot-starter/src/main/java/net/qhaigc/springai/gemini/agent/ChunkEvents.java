package net.qhaigc.springai.gemini.agent;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.metadata.Citation;
import net.qhaigc.springai.gemini.metadata.CodeExecution;
import net.qhaigc.springai.gemini.metadata.GroundingSource;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.ServerToolUse;

/**
 * Emits events for the chunks of a turn: text, thoughts and media from any provider, and
 * the searches, sources and code that {@link QhaigcGeminiMetadata} contains.
 */
final class ChunkEvents {

	private final Consumer<AgentEvent> emitter;

	private final Set<String> sources = new HashSet<>();

	private final Set<String> queries = new HashSet<>();

	private int codeBlocks;

	private int codeResults;

	ChunkEvents(Consumer<AgentEvent> emitter) {
		this.emitter = emitter;
	}

	void roundStarted() {
		this.codeBlocks = 0;
		this.codeResults = 0;
		this.queries.clear();
	}

	void emitChunk(Generation generation) {
		AssistantMessage message = generation.getOutput();
		if (isThought(message)) {
			emitThought(message);
		}
		else if (message.getText() != null && !message.getText().isEmpty()) {
			this.emitter.accept(new AgentEvent.Text(message.getText()));
		}
		message.getMedia().forEach((media) -> this.emitter.accept(toEvent(media)));
		emitDetails(generation);
	}

	/** Emit the searches, the sources and the code of a chunk. */
	void emitDetails(Generation generation) {
		if (generation.getMetadata().isEmpty()) {
			return;
		}
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(generation);
		emitCode(metadata.codeExecutions(), isClosing(generation));
		for (ServerToolUse use : metadata.serverTools()) {
			if (use.arguments().get("queries") instanceof List<?> values) {
				values.forEach((query) -> emitSearch(String.valueOf(query)));
			}
		}
		metadata.grounding().webSearchQueries().forEach(this::emitSearch);
		metadata.grounding().imageSearchQueries().forEach(this::emitSearch);
		for (GroundingSource source : metadata.grounding().sources()) {
			emitSource(source.uri(), source.title());
		}
		for (Citation citation : metadata.citations()) {
			emitSource(citation.uri(), citation.title());
		}
	}

	/**
	 * Emit the code and the results that have not been emitted yet. The closing chunk of
	 * a round repeats all code and results of the round.
	 */
	private void emitCode(List<CodeExecution> executions, boolean closing) {
		int blocksToSkip = closing ? this.codeBlocks : 0;
		int resultsToSkip = closing ? this.codeResults : 0;
		for (CodeExecution execution : executions) {
			if (execution.code() != null && --blocksToSkip < 0) {
				this.codeBlocks++;
				this.emitter.accept(new AgentEvent.CodeStarted(execution.language(), execution.code()));
			}
			if (execution.outcome() != null && --resultsToSkip < 0) {
				this.codeResults++;
				this.emitter.accept(new AgentEvent.CodeFinished(execution.outcome(), execution.output()));
			}
		}
	}

	private static boolean isClosing(Generation generation) {
		return generation.getMetadata().getFinishReason() != null || generation.getOutput().hasToolCalls();
	}

	private void emitSearch(String query) {
		if (this.queries.add(query)) {
			this.emitter.accept(new AgentEvent.Search(query));
		}
	}

	private void emitSource(@Nullable String url, @Nullable String title) {
		if (url != null && this.sources.add(url)) {
			this.emitter.accept(new AgentEvent.Source(url, title));
		}
	}

	/**
	 * Return whether the message is a thought. Spring AI's Google GenAI module sets the
	 * same metadata key.
	 */
	static boolean isThought(AssistantMessage message) {
		Object thought = message.getMetadata().get(QhaigcGeminiMetadata.IS_THOUGHT);
		return thought != null && Boolean.parseBoolean(thought.toString());
	}

	/**
	 * Some providers return the thought as the text of the message and not in the
	 * metadata.
	 */
	private void emitThought(AssistantMessage message) {
		Map<String, Object> metadata = message.getMetadata();
		Object thoughts = metadata.get(QhaigcGeminiMetadata.THOUGHTS);
		String text = (thoughts != null) ? thoughts.toString() : Objects.requireNonNullElse(message.getText(), "");
		if (!text.isEmpty()) {
			this.emitter.accept(new AgentEvent.Thought(text));
		}
	}

	private static AgentEvent toEvent(Media media) {
		String mimeType = media.getMimeType().toString();
		Object data = media.getData();
		if (data instanceof String || data instanceof URI) {
			return new AgentEvent.Media(mimeType, null, data.toString());
		}
		return new AgentEvent.Media(mimeType, media.getDataAsByteArray(), null);
	}

}
