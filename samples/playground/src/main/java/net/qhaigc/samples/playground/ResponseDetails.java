package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.ai.chat.model.Generation;

import net.qhaigc.springai.gemini.metadata.CodeExecution;
import net.qhaigc.springai.gemini.metadata.Grounding;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

/**
 * Creates the events for the executed code and the sources that chunks contain in
 * addition to text, media and tool calls.
 */
final class ResponseDetails {

	private final Turn turn;

	private int textOffset;

	private int codeCount;

	private int resultCount;

	ResponseDetails(Turn turn) {
		this.turn = turn;
	}

	/**
	 * Begin a round of the tool loop. Each round is one request to the model.
	 * @param textLength the length of the text of the earlier rounds, which is added to
	 * positions in the text of this round
	 */
	void beginRound(int textLength) {
		this.textOffset = textLength;
		this.codeCount = 0;
		this.resultCount = 0;
	}

	List<ChatEvent> events(Generation chunk) {
		if (chunk.getMetadata().isEmpty()) {
			return List.of();
		}
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(chunk);
		boolean closing = chunk.getMetadata().getFinishReason() != null;
		List<ChatEvent> events = new ArrayList<>();
		addCode(metadata.codeExecutions(), closing, events);
		if (closing) {
			addGrounding(metadata, events);
		}
		return events;
	}

	/** The closing chunk repeats the code of all chunks before it. */
	private void addCode(List<CodeExecution> executions, boolean closing, List<ChatEvent> events) {
		int codesToSkip = closing ? this.codeCount : 0;
		int resultsToSkip = closing ? this.resultCount : 0;
		for (CodeExecution execution : executions) {
			if (execution.code() != null && --codesToSkip < 0) {
				this.codeCount++;
				events.add(new ChatEvent.Code(execution.language(), execution.code()));
			}
			if (execution.outcome() != null && --resultsToSkip < 0) {
				this.resultCount++;
				events.add(new ChatEvent.CodeResult(execution.isSuccess(), execution.output()));
			}
		}
	}

	private void addGrounding(QhaigcGeminiMetadata metadata, List<ChatEvent> events) {
		Grounding grounding = metadata.grounding();
		List<ChatEvent.Grounding.Source> sources = new ArrayList<>();
		grounding.sources()
			.forEach((source) -> sources.add(new ChatEvent.Grounding.Source(source.uri(), source.title(), null)));
		metadata.retrievedUrls()
			.forEach((page) -> sources.add(new ChatEvent.Grounding.Source(page.url(), page.url(),
					page.isSuccess() ? null : Objects.requireNonNullElse(page.status(), "unknown"))));
		if (sources.isEmpty() && grounding.isEmpty()) {
			return;
		}
		this.turn.setSearchSuggestions(grounding.searchEntryPoint());
		events.add(new ChatEvent.Grounding(grounding.webSearchQueries(), sources,
				grounding.supports()
					.stream()
					.filter((support) -> !support.range().isEmpty())
					.map((support) -> new ChatEvent.Grounding.Support(this.textOffset + support.range().end(),
							support.sourceIndices()))
					.toList(),
				grounding.searchEntryPoint() != null));
	}

}
