package net.qhaigc.springai.gemini.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.metadata.CodeExecution;
import net.qhaigc.springai.gemini.metadata.Grounding;
import net.qhaigc.springai.gemini.metadata.GroundingSource;
import net.qhaigc.springai.gemini.metadata.GroundingSupport;
import net.qhaigc.springai.gemini.metadata.LogProbabilities;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.RetrievedUrl;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.rendering.ResponseRenderer;

/**
 * Snippets of the page on responses.
 */
class ResponsesSnippets {

	private final ChatModel chatModel;

	private final List<String> shown = new ArrayList<>();

	ResponsesSnippets(ChatModel chatModel) {
		this.chatModel = chatModel;
	}

	void send() {
		// tag::ask[]
		ChatResponse response = this.chatModel.call(new Prompt("Who won the match last night?",
				QhaigcGeminiChatOptions.builder().serverTools(List.of(ServerTool.googleSearch())).build()));
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(response);
		// end::ask[]
		show(metadata.text());
	}

	// tag::footnotes[]
	static String withFootnotes(ChatResponse response) {
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(response);
		Grounding grounding = metadata.grounding();
		StringBuilder text = new StringBuilder(metadata.text());
		grounding.supports()
			.stream()
			.sorted(Comparator.comparing((GroundingSupport support) -> support.range().end()).reversed())
			.forEach((support) -> text.insert(support.range().end(), footnotes(support)));
		for (int i = 0; i < grounding.sources().size(); i++) {
			GroundingSource source = grounding.sources().get(i);
			text.append("\n[%d] %s: %s".formatted(i + 1, source.title(), source.uri()));
		}
		return text.toString();
	}

	private static String footnotes(GroundingSupport support) {
		return support.sourceIndices()
			.stream()
			.map((index) -> "[%d]".formatted(index + 1))
			.collect(Collectors.joining());
	}
	// end::footnotes[]

	void render(ChatResponse response) {
		// tag::render[]
		String html = ResponseRenderer.html().render(response);
		String markdown = ResponseRenderer.markdown().render(response);
		// end::render[]
		show(html);
		show(markdown);
	}

	// tag::progress[]
	void showProgress(Flux<ChatResponse> chunks) {
		chunks.doOnNext((chunk) -> {
			QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(chunk);
			if (chunk.getResult().getMetadata().getFinishReason() != null) {
				return; // The closing chunk contains all executions again.
			}
			metadata.serverTools().forEach((use) -> show(use.toolType() + " " + use.arguments() + use.response()));
			metadata.codeExecutions()
				.forEach((run) -> show((run.code() != null) ? "Running " + run.code() : run.output()));
		}).blockLast();
	}
	// end::progress[]

	void showSources(Grounding grounding) {
		// tag::sources[]
		for (GroundingSource source : grounding.sources()) {
			if (source instanceof GroundingSource.RetrievedContext document) {
				show("%s, page %d: %s".formatted(document.title(), document.pageNumber(), document.text()));
			}
			else if (source instanceof GroundingSource.Place place) {
				show("%s on the map: %s".formatted(place.title(), place.uri()));
			}
			else {
				show("%s: %s".formatted(source.title(), source.uri()));
			}
		}
		// end::sources[]
	}

	void showServerSideResults(QhaigcGeminiMetadata metadata) {
		// tag::server[]
		for (CodeExecution run : metadata.codeExecutions()) {
			show("%s -> %s".formatted(run.code(), run.isSuccess() ? run.output() : run.outcome()));
		}
		for (RetrievedUrl page : metadata.retrievedUrls()) {
			if (!page.isSuccess()) {
				show("Could not read " + page.url());
			}
		}
		// end::server[]
	}

	void showBlockedPrompt(ChatResponse response) {
		// tag::blocked[]
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(response);
		if (metadata.promptFeedback().isBlocked()) {
			show("The prompt was blocked: " + metadata.promptFeedback().blockReason());
		}
		// end::blocked[]
	}

	void showLogProbabilities(QhaigcGeminiMetadata metadata) {
		// tag::logprobs[]
		for (LogProbabilities.Step step : metadata.logProbabilities().steps()) {
			LogProbabilities.Token token = step.chosen();
			if (token != null) {
				show("%s %.0f %%".formatted(token.text(), 100 * Math.exp(token.logProbability())));
			}
		}
		// end::logprobs[]
	}

	void stream() {
		// tag::stream[]
		Flux<ChatResponse> chunks = this.chatModel.stream(new Prompt("Who won the match last night?"));
		AtomicReference<ChatResponse> response = new AtomicReference<>();
		new MessageAggregator().aggregate(chunks, response::set).blockLast();
		Grounding grounding = QhaigcGeminiMetadata.from(response.get()).grounding();
		// end::stream[]
		show(String.valueOf(grounding.webSearchQueries()));
	}

	List<String> shown() {
		return this.shown;
	}

	private void show(String line) {
		this.shown.add(line);
	}

}
