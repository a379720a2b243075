package net.qhaigc.springai.gemini.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens in a turn of an agent, for display in a user interface. As JSON,
 * an event has its {@code type} and the components of its record that are not null.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = AgentEvent.Round.class, name = "round"),
		@JsonSubTypes.Type(value = AgentEvent.Text.class, name = "text"),
		@JsonSubTypes.Type(value = AgentEvent.Thought.class, name = "thought"),
		@JsonSubTypes.Type(value = AgentEvent.ApprovalRequested.class, name = "approval-requested"),
		@JsonSubTypes.Type(value = AgentEvent.ToolStarted.class, name = "tool-started"),
		@JsonSubTypes.Type(value = AgentEvent.ToolFinished.class, name = "tool-finished"),
		@JsonSubTypes.Type(value = AgentEvent.CodeStarted.class, name = "code-started"),
		@JsonSubTypes.Type(value = AgentEvent.CodeFinished.class, name = "code-finished"),
		@JsonSubTypes.Type(value = AgentEvent.Search.class, name = "search"),
		@JsonSubTypes.Type(value = AgentEvent.Source.class, name = "source"),
		@JsonSubTypes.Type(value = AgentEvent.Media.class, name = "media"),
		@JsonSubTypes.Type(value = AgentEvent.Usage.class, name = "usage"),
		@JsonSubTypes.Type(value = AgentEvent.Missed.class, name = "missed"),
		@JsonSubTypes.Type(value = AgentEvent.End.class, name = "end") })
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface AgentEvent {

	/**
	 * A round starts: a request is sent to the model.
	 *
	 * @param number the number of the request in the turn, starting from 1
	 */
	record Round(int number) implements AgentEvent {
	}

	/**
	 * The next part of the answer.
	 *
	 * @param text the text
	 */
	record Text(String text) implements AgentEvent {
	}

	/**
	 * The next part of the model's thoughts.
	 *
	 * @param text the text
	 */
	record Thought(String text) implements AgentEvent {
	}

	/**
	 * A {@link ToolApprovalAdvisor} waits for a decision about a tool call.
	 *
	 * @param approvalId the ID of the {@link ToolApprovalRequest}, which is also the ID
	 * for {@link PendingApprovals#decide(String, ToolDecision)}
	 * @param id the ID of the tool call
	 * @param name the name of the tool
	 * @param arguments the arguments, usually JSON
	 */
	record ApprovalRequested(String approvalId, String id, String name, String arguments) implements AgentEvent {
	}

	/**
	 * A tool is called.
	 *
	 * @param id the ID of the tool call
	 * @param name the name of the tool
	 * @param arguments the arguments, usually JSON
	 */
	record ToolStarted(String id, String name, String arguments) implements AgentEvent {
	}

	/**
	 * A tool call has ended.
	 *
	 * @param id the ID of the tool call
	 * @param name the name of the tool
	 * @param result the result, which is shortened if it is long, or the message of the
	 * exception
	 * @param failed whether the tool threw an exception or could not be called
	 */
	record ToolFinished(String id, String name, String result, boolean failed) implements AgentEvent {
	}

	/**
	 * The provider executes code that the model generated.
	 *
	 * @param language the programming language; null if unknown
	 * @param code the code
	 */
	record CodeStarted(@Nullable String language, String code) implements AgentEvent {
	}

	/**
	 * Code that the model generated has been executed.
	 *
	 * @param outcome the outcome, such as {@code OUTCOME_OK}; null if unknown
	 * @param output the output or the error; null if there is none
	 */
	record CodeFinished(@Nullable String outcome, @Nullable String output) implements AgentEvent {
	}

	/**
	 * The provider searches the web. Each query is reported at most once in a round.
	 *
	 * @param query the query
	 */
	record Search(String query) implements AgentEvent {
	}

	/**
	 * A source on which the answer is based. Each source is reported at most once in a
	 * turn.
	 *
	 * @param url the URL
	 * @param title the title; null if there is none
	 */
	record Source(String url, @Nullable String title) implements AgentEvent {
	}

	/**
	 * An image or other media of the answer.
	 *
	 * @param mimeType the MIME type
	 * @param data the bytes, which JSON contains in base64; null if the media has a URL
	 * @param url the URL; null if the media has bytes
	 */
	record Media(String mimeType, byte @Nullable [] data, @Nullable String url) implements AgentEvent {
	}

	/**
	 * The usage of a request to the model, reported when the request has ended.
	 *
	 * @param promptTokens the number of tokens of the prompt
	 * @param completionTokens the number of tokens of the response
	 * @param totalTokens the number of all tokens
	 */
	record Usage(int promptTokens, int completionTokens, int totalTokens) implements AgentEvent {

		Usage plus(Usage other) {
			return new Usage(this.promptTokens + other.promptTokens, this.completionTokens + other.completionTokens,
					this.totalTokens + other.totalTokens);
		}

	}

	/**
	 * Takes the place of events that {@link AgentRuns} has dropped.
	 *
	 * @param events the number of dropped events
	 */
	record Missed(long events) implements AgentEvent {
	}

	/**
	 * The turn has ended; always the last event.
	 *
	 * @param finishReason {@link #FAILED}, {@link #STOPPED}, or otherwise the finish
	 * reason of the model; null if the model returned none
	 * @param usage the usage of all requests; null if unknown
	 * @param error a message for the user, if the turn failed
	 * @param failure the exception, if the turn failed; not part of the JSON
	 */
	record End(@Nullable String finishReason, @Nullable Usage usage, @Nullable String error,
			@JsonIgnore @Nullable Throwable failure) implements AgentEvent {

		/** Finish reason of a turn that failed. */
		public static final String FAILED = "failed";

		/** Finish reason of a turn that was stopped. */
		public static final String STOPPED = "stopped";

	}

}
