package net.qhaigc.springai.gemini.entity;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * The JSON in the text of a response.
 *
 * @param state whether the text contains JSON
 * @param json the object or array if other text surrounds it, else null
 */
record JsonText(State state, @Nullable String json) {

	private static final JsonFactory FACTORY = new JsonFactory();

	/**
	 * Objects and arrays of objects. Arrays with other elements are not accepted, since
	 * they can be the numbers of citations, such as {@code [1]}.
	 */
	private static final JsonShape SHAPE = new JsonShape(true, true, true);

	enum State {

		/** The whole text is JSON. */
		JSON,

		/** The JSON is surrounded by other text. */
		SURROUNDED,

		/** The text ends before the end of the JSON. */
		INCOMPLETE,

		/** The text does not contain JSON. */
		NONE

	}

	static JsonText find(String text) {
		State state = stateOf(text);
		if (state != State.NONE) {
			return new JsonText(state, null);
		}
		StreamedJsonReader json = new StreamedJsonReader(SHAPE, (tree, token, completed) -> {
		});
		try {
			json.append(text);
		}
		catch (JacksonException ex) {
			return new JsonText(State.NONE, null);
		}
		if (json.tree().isComplete()) {
			return new JsonText(State.SURROUNDED, String.valueOf(json.tree().root()));
		}
		return new JsonText(json.isBeginningConfirmed() ? State.INCOMPLETE : State.NONE, null);
	}

	private static State stateOf(String text) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
			if (parser.nextToken() == null) {
				return State.NONE;
			}
			parser.skipChildren();
			parser.finishToken();
			return (parser.nextToken() == null) ? State.JSON : State.NONE;
		}
		catch (UnexpectedEndOfInputException ex) {
			return State.INCOMPLETE;
		}
		catch (JacksonException ex) {
			return State.NONE;
		}
	}

	/**
	 * Return the text with which {@code entity()} describes the format in a prompt.
	 * @return the format, or an empty string if the request was not made with
	 * {@code entity()}
	 */
	static String formatOf(ChatClientRequest request) {
		Object format = request.context().get(ChatClientAttributes.OUTPUT_FORMAT.getKey());
		return (format instanceof String text) ? text : "";
	}

	/** Return the response without the text that surrounds the JSON. */
	ChatClientResponse extractFrom(ChatClientResponse response) {
		ChatResponse chatResponse = response.chatResponse();
		if (this.state != State.SURROUNDED || chatResponse == null) {
			return response;
		}
		List<Generation> generations = new ArrayList<>(chatResponse.getResults());
		Generation first = generations.get(0);
		generations.set(0, new Generation(withText(first.getOutput(), this.json), first.getMetadata()));
		return response.mutate()
			.chatResponse(ChatResponse.builder().from(chatResponse).generations(generations).build())
			.build();
	}

	/** Spring AI 2.0.0 has no {@code AssistantMessage.mutate()}. */
	private static AssistantMessage withText(AssistantMessage message, @Nullable String text) {
		return AssistantMessage.builder()
			.content(text)
			.properties(message.getMetadata())
			.toolCalls(message.getToolCalls())
			.media(message.getMedia())
			.build();
	}

}
