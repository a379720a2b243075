package net.qhaigc.springai.gemini.agent;

import org.jspecify.annotations.Nullable;

/**
 * The approximate size of events: the number of characters of text and bytes of media.
 */
final class EventSize {

	private EventSize() {
	}

	static long of(AgentEvent event) {
		if (event instanceof AgentEvent.Text text) {
			return of(text.text());
		}
		if (event instanceof AgentEvent.Thought thought) {
			return of(thought.text());
		}
		if (event instanceof AgentEvent.ApprovalRequested requested) {
			return of(requested.arguments());
		}
		if (event instanceof AgentEvent.ToolStarted started) {
			return of(started.arguments());
		}
		if (event instanceof AgentEvent.ToolFinished finished) {
			return of(finished.result());
		}
		if (event instanceof AgentEvent.CodeStarted code) {
			return of(code.code());
		}
		if (event instanceof AgentEvent.CodeFinished code) {
			return of(code.output());
		}
		if (event instanceof AgentEvent.Source source) {
			return of(source.url()) + of(source.title());
		}
		if (event instanceof AgentEvent.Search search) {
			return of(search.query());
		}
		if (event instanceof AgentEvent.Media media) {
			return (media.data() != null) ? media.data().length : of(media.url());
		}
		return 0;
	}

	private static long of(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
