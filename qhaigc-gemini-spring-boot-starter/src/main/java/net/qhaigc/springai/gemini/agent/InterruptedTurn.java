package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

/**
 * The state of a turn that was interrupted.
 */
final class InterruptedTurn {

	private final List<Message> request = new ArrayList<>();

	private final List<Round> rounds = new ArrayList<>();

	InterruptedTurn(List<TurnEntry> entries) {
		entries.forEach(this::add);
	}

	private void add(TurnEntry entry) {
		switch (entry.kind()) {
			case REQUEST -> this.request.add(entry.message());
			case TOOL_CALLS -> this.rounds.add(new Round((AssistantMessage) entry.message()));
			case TOOL_STARTED -> ((AssistantMessage) entry.message()).getToolCalls().forEach(lastRound()::markStarted);
			case TOOL_RESULTS -> ((ToolResponseMessage) entry.message()).getResponses().forEach(lastRound()::addResult);
		}
	}

	private Round lastRound() {
		return this.rounds.get(this.rounds.size() - 1);
	}

	/** Return the messages with which the turn started. */
	List<Message> request() {
		return this.request;
	}

	/** Return the last round, if any of its tool calls has no result; otherwise null. */
	@Nullable Round interruptedRound() {
		return (!this.rounds.isEmpty() && !lastRound().isComplete()) ? lastRound() : null;
	}

	/** Return the messages of the turn up to the end of the last complete round. */
	List<Message> messages() {
		List<Message> messages = new ArrayList<>(this.request);
		for (Round round : this.rounds) {
			if (round.isComplete()) {
				messages.add(round.message());
				messages.add(ToolResponseMessage.builder().responses(round.results(List.of())).build());
			}
		}
		return messages;
	}

	/**
	 * A response and its tool calls, some of which may have been executed.
	 */
	static final class Round {

		private final AssistantMessage message;

		private final List<ToolCall> calls;

		private final boolean[] started;

		private final @Nullable ToolResponse[] results;

		Round(AssistantMessage message) {
			this.message = message;
			this.calls = new ArrayList<>(message.getToolCalls());
			this.started = new boolean[this.calls.size()];
			this.results = new ToolResponse[this.calls.size()];
		}

		/**
		 * Mark a call as started. The given call replaces the call in the response, since
		 * the approver may have changed the arguments.
		 */
		private void markStarted(ToolCall call) {
			for (int i = 0; i < this.calls.size(); i++) {
				if (!this.started[i] && matchesCall(i, call.id(), call.name())) {
					this.started[i] = true;
					this.calls.set(i, call);
					return;
				}
			}
		}

		void addResult(ToolResponse result) {
			for (int i = 0; i < this.calls.size(); i++) {
				if (this.results[i] == null && matchesCall(i, result.id(), result.name())) {
					this.results[i] = result;
					return;
				}
			}
		}

		private boolean matchesCall(int index, String id, String name) {
			return this.calls.get(index).id().equals(id) && this.calls.get(index).name().equals(name);
		}

		boolean isComplete() {
			return callsWithoutResult().isEmpty();
		}

		List<ToolCall> callsWithoutResult() {
			List<ToolCall> calls = new ArrayList<>();
			for (int i = 0; i < this.calls.size(); i++) {
				if (this.results[i] == null) {
					calls.add(this.calls.get(i));
				}
			}
			return calls;
		}

		/**
		 * Return the calls that may have been executed, but have no result.
		 * @param interceptedTools the names of the tools that are intercepted. The start
		 * of each of their calls is stored. A call of any other tool may have been
		 * executed even if its start is not stored
		 */
		List<ToolCall> interruptedCalls(Set<String> interceptedTools) {
			List<ToolCall> calls = new ArrayList<>();
			for (int i = 0; i < this.calls.size(); i++) {
				if (this.results[i] == null
						&& (this.started[i] || !interceptedTools.contains(this.calls.get(i).name()))) {
					calls.add(this.calls.get(i));
				}
			}
			return calls;
		}

		/** Return the response of the model, with the changes that the approver made. */
		AssistantMessage message() {
			return withCalls(this.calls);
		}

		/** Return the response of the model as if it had only these calls. */
		AssistantMessage withCalls(List<ToolCall> calls) {
			return AssistantMessage.builder()
				.content(this.message.getText())
				.properties(this.message.getMetadata())
				.toolCalls(calls)
				.media(this.message.getMedia())
				.build();
		}

		/**
		 * Return the response of the model, with the given calls in place of the calls
		 * that have no result.
		 * @param replacements one call for each call without a result, in the same order,
		 * possibly with changed arguments
		 */
		AssistantMessage withReplacedCalls(List<ToolCall> replacements) {
			List<ToolCall> calls = new ArrayList<>(this.calls);
			List<ToolCall> remaining = new ArrayList<>(replacements);
			for (int i = 0; i < calls.size(); i++) {
				if (this.results[i] == null && !remaining.isEmpty()) {
					calls.set(i, remaining.remove(0));
				}
			}
			return withCalls(calls);
		}

		/**
		 * Return the results in the order of the calls.
		 * @param newResults the results of the calls that have no result yet, in the
		 * order of these calls
		 */
		List<ToolResponse> results(List<ToolResponse> newResults) {
			List<ToolResponse> results = new ArrayList<>();
			List<ToolResponse> remaining = new ArrayList<>(newResults);
			for (ToolResponse result : this.results) {
				if (result != null) {
					results.add(result);
				}
				else if (!remaining.isEmpty()) {
					results.add(remaining.remove(0));
				}
			}
			return results;
		}

	}

}
