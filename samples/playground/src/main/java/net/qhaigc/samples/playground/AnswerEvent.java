package net.qhaigc.samples.playground;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What happens while an answer is made, as the page is told of it: one line of JSON each.
 * The last one is {@link Done} or {@link Failed}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = AnswerEvent.Thought.class, name = "thought"),
		@JsonSubTypes.Type(value = AnswerEvent.Text.class, name = "text"),
		@JsonSubTypes.Type(value = AnswerEvent.Image.class, name = "image"),
		@JsonSubTypes.Type(value = AnswerEvent.ToolCall.class, name = "toolCall"),
		@JsonSubTypes.Type(value = AnswerEvent.ToolResult.class, name = "toolResult"),
		@JsonSubTypes.Type(value = AnswerEvent.Done.class, name = "done"),
		@JsonSubTypes.Type(value = AnswerEvent.Failed.class, name = "failed") })
sealed interface AnswerEvent {

	/** A piece of the model's thinking. */
	record Thought(String text) implements AnswerEvent {

	}

	/** A piece of the answer, in Markdown. */
	record Text(String text) implements AnswerEvent {

	}

	/** An image of the answer, in base64. */
	record Image(String mimeType, String data) implements AnswerEvent {

	}

	/** A tool is about to run. */
	record ToolCall(String id, String name, String arguments) implements AnswerEvent {

	}

	/** What the tool with that id has given. */
	record ToolResult(String id, String name, String result) implements AnswerEvent {

	}

	/**
	 * The answer is whole.
	 *
	 * @param model the model that answered
	 * @param finishReason the gateway's own word, such as {@code STOP}
	 * @param promptTokens tokens sent, over all rounds of tool calls
	 * @param completionTokens tokens made, thoughts included, over all rounds
	 * @param firstTokenMillis time from the question to the first event
	 * @param totalMillis time from the question to the end
	 */
	record Done(String model, String finishReason, int promptTokens, int completionTokens, long firstTokenMillis,
			long totalMillis) implements AnswerEvent {

	}

	/**
	 * There is no answer, or no more of it.
	 *
	 * @param status the gateway's HTTP status; 0 if it gave none
	 * @param message what happened and what to do
	 * @param retryAfterSeconds how long the gateway asks to wait; null if it did not say
	 */
	record Failed(int status, String message, @Nullable Long retryAfterSeconds) implements AnswerEvent {

	}

}
