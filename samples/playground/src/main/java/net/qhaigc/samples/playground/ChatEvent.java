package net.qhaigc.samples.playground;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * An event of a response, sent to the page as one line of JSON. The last event is
 * {@link Done} or {@link Failed}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = ChatEvent.Thought.class, name = "thought"),
		@JsonSubTypes.Type(value = ChatEvent.Text.class, name = "text"),
		@JsonSubTypes.Type(value = ChatEvent.Image.class, name = "image"),
		@JsonSubTypes.Type(value = ChatEvent.ToolCall.class, name = "toolCall"),
		@JsonSubTypes.Type(value = ChatEvent.ToolResult.class, name = "toolResult"),
		@JsonSubTypes.Type(value = ChatEvent.Done.class, name = "done"),
		@JsonSubTypes.Type(value = ChatEvent.Failed.class, name = "failed") })
sealed interface ChatEvent {

	/** A part of the thoughts of the model. */
	record Thought(String text) implements ChatEvent {

	}

	/** A part of the text of the response, in Markdown. */
	record Text(String text) implements ChatEvent {

	}

	/** An image of the response, Base64-encoded. */
	record Image(String mimeType, String data) implements ChatEvent {

	}

	/** A tool call that is about to be executed. */
	record ToolCall(String id, String name, String arguments) implements ChatEvent {

	}

	/** The result of the tool call with the same id. */
	record ToolResult(String id, String name, String result) implements ChatEvent {

	}

	/**
	 * The response is complete.
	 *
	 * @param model the id of the model
	 * @param finishReason the finish reason of the gateway, such as {@code STOP}
	 * @param promptTokens the number of prompt tokens of all rounds of tool calls
	 * @param completionTokens the number of output tokens of all rounds, including
	 * thinking tokens
	 * @param firstTokenMillis the time from the request to the first event
	 * @param totalMillis the time from the request to the last event
	 */
	record Done(String model, String finishReason, int promptTokens, int completionTokens, long firstTokenMillis,
			long totalMillis) implements ChatEvent {

	}

	/**
	 * The request failed, or the response is incomplete.
	 *
	 * @param status the HTTP status of the gateway, or 0 if there is none
	 * @param message the error message
	 * @param retryAfterSeconds the delay requested by the gateway, or null if there is
	 * none
	 */
	record Failed(int status, String message, @Nullable Long retryAfterSeconds) implements ChatEvent {

	}

}
