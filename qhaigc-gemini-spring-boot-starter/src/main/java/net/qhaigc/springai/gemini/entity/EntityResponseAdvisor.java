package net.qhaigc.springai.gemini.entity;

import java.util.Set;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.ToolExecutionResult;

/**
 * Throws an {@link EntityResponseException} if the response for {@code entity()} is empty
 * or blocked, or if its JSON is incomplete. Text around the JSON is removed. The advisor
 * does not change responses to calls without {@code entity()}, texts that consist only of
 * JSON, or results that a tool returns directly.
 * <p>
 * Comes before {@link ToolCallingAdvisor} and {@link StructuredOutputValidationAdvisor},
 * so that it checks one response per call: the last one, after all tool calls and after
 * all requests that the validation repeats.
 */
public final class EntityResponseAdvisor implements CallAdvisor {

	/** The order of the advisor, between chat memory and the tool loop. */
	public static final int ORDER = ToolCallingAdvisor.DEFAULT_ORDER - 50;

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ChatClientResponse response = chain.nextCall(request);
		String format = JsonText.formatOf(request);
		ChatResponse chatResponse = response.chatResponse();
		if (format.isBlank() || chatResponse == null || chatResponse.hasToolCalls()
				|| chatResponse.hasFinishReasons(Set.of(ToolExecutionResult.FINISH_REASON))) {
			return response;
		}
		ReceivedResponse received = new ReceivedResponse();
		String text = received.add(chatResponse);
		if (text.isBlank()) {
			throw received.incomplete(false);
		}
		if (!format.contains("JSON")) {
			return response;
		}
		JsonText json = JsonText.find(text);
		if (json.state() == JsonText.State.INCOMPLETE) {
			throw received.incomplete(true);
		}
		if (json.state() == JsonText.State.NONE && !received.isFinished()) {
			throw received.incomplete(false);
		}
		return json.extractFrom(response);
	}

	@Override
	public String getName() {
		return "entity_response";
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
