package net.qhaigc.samples.playground;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.metadata.Cost;

/**
 * An event of a response, sent to the page as one line of JSON. The first event is
 * {@link Started}, the last one {@link Done} or {@link Failed}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = ChatEvent.Started.class, name = "started"),
		@JsonSubTypes.Type(value = ChatEvent.Retry.class, name = "retry"),
		@JsonSubTypes.Type(value = ChatEvent.Failover.class, name = "failover"),
		@JsonSubTypes.Type(value = ChatEvent.Thought.class, name = "thought"),
		@JsonSubTypes.Type(value = ChatEvent.Text.class, name = "text"),
		@JsonSubTypes.Type(value = ChatEvent.GeneratedMedia.class, name = "media"),
		@JsonSubTypes.Type(value = ChatEvent.ToolCall.class, name = "toolCall"),
		@JsonSubTypes.Type(value = ChatEvent.ToolResult.class, name = "toolResult"),
		@JsonSubTypes.Type(value = ChatEvent.Code.class, name = "code"),
		@JsonSubTypes.Type(value = ChatEvent.CodeResult.class, name = "codeResult"),
		@JsonSubTypes.Type(value = ChatEvent.Grounding.class, name = "grounding"),
		@JsonSubTypes.Type(value = ChatEvent.Done.class, name = "done"),
		@JsonSubTypes.Type(value = ChatEvent.Failed.class, name = "failed") })
sealed interface ChatEvent {

	/**
	 * The turn, which consists of a message and its response, begins.
	 *
	 * @param turn the ID of the turn, by which {@link RecentTurns} finds it
	 */
	record Started(String turn) implements ChatEvent {

	}

	/**
	 * A request has failed, and will be sent again.
	 *
	 * @param attempt the number of the next attempt, starting from 2
	 * @param waitMillis the delay before the next attempt
	 * @param requested whether the gateway has requested this delay
	 * @param status the HTTP status of the failure, or 0 if there is none
	 * @param message the error message
	 */
	record Retry(int attempt, long waitMillis, boolean requested, int status, String message) implements ChatEvent {

	}

	/** The request is sent to another model, since the model {@code from} has failed. */
	record Failover(String from, String to) implements ChatEvent {

	}

	/** A part of the thoughts of the model. */
	record Thought(String text) implements ChatEvent {

	}

	/** A part of the text of the response, in Markdown. */
	record Text(String text) implements ChatEvent {

	}

	/** An image or other media of the response, Base64-encoded. */
	record GeneratedMedia(String mimeType, String data) implements ChatEvent {

	}

	/** A tool call that is about to be executed. */
	record ToolCall(String id, String name, String arguments) implements ChatEvent {

	}

	/** The result of the tool call with the same ID. */
	record ToolResult(String id, String name, String result) implements ChatEvent {

	}

	/** Code that Google's servers execute. */
	record Code(@Nullable String language, String code) implements ChatEvent {

	}

	/** The result of the code that was executed last. */
	record CodeResult(boolean success, @Nullable String output) implements ChatEvent {

	}

	/**
	 * The sources of the response.
	 *
	 * @param queries the queries of the search
	 * @param sources the sources, including the pages that the URL context tool retrieved
	 * or could not retrieve
	 * @param supports the passages of the text that are based on the sources
	 * @param suggestions whether there are search suggestions, which Google requires to
	 * be displayed
	 */
	record Grounding(List<String> queries, List<Source> sources, List<Support> supports,
			boolean suggestions) implements ChatEvent {

		/**
		 * A source. The problem is the reason why the source could not be retrieved, or
		 * null.
		 */
		record Source(@Nullable String uri, @Nullable String title, @Nullable String problem) {

		}

		/** The end of a passage in the text, and the indices of its sources. */
		record Support(int end, List<Integer> sources) {

		}

	}

	/**
	 * The response is complete.
	 *
	 * @param model the ID of the model
	 * @param finishReason the finish reason of the response, such as {@code STOP}
	 * @param promptTokens the number of prompt tokens of all requests to the model: each
	 * round of tool calls leads to another request
	 * @param cachedTokens the number of prompt tokens that came from a cache
	 * @param completionTokens the number of output tokens of all these requests,
	 * including thinking tokens
	 * @param thinkingTokens the number of output tokens that are thinking tokens
	 * @param firstTokenMillis the time from the request to the first part of the
	 * response, such as a thought or a text
	 * @param totalMillis the time from the request to the end of the response
	 * @param cost the estimated cost of all these requests, or null if
	 * {@code qhaigc.prices} has no price for the model
	 */
	record Done(String model, String finishReason, int promptTokens, int cachedTokens, int completionTokens,
			int thinkingTokens, long firstTokenMillis, long totalMillis, @Nullable Cost cost) implements ChatEvent {

	}

	/**
	 * The request failed, or the response is incomplete.
	 *
	 * @param status the HTTP status of the response, or 0 if there is no response
	 * @param code the error code, such as {@code response_timeout}
	 * @param message the error message
	 * @param retryAfterSeconds the delay requested by the gateway, or null if there is
	 * none
	 * @param incomplete whether a part of the text of the response was received
	 * @param stored whether the user message and this text are stored in the conversation
	 */
	record Failed(int status, @Nullable String code, String message, @Nullable Long retryAfterSeconds,
			boolean incomplete, boolean stored) implements ChatEvent {

	}

}
