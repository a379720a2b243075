package net.qhaigc.springai.gemini.entity;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.core.Ordered;

/**
 * Removes text around the JSON of a response for {@code entity()}, so that a
 * {@link StructuredOutputValidationAdvisor} does not reject the response and repeat the
 * request. Without validation, this advisor is not necessary: an
 * {@link EntityResponseAdvisor} also removes such text.
 */
public final class JsonExtractionAdvisor implements CallAdvisor {

	/** The order of the advisor. */
	public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1500;

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ChatClientResponse response = chain.nextCall(request);
		ChatResponse chatResponse = response.chatResponse();
		if (!JsonText.formatOf(request).contains("JSON") || chatResponse == null || chatResponse.hasToolCalls()) {
			return response;
		}
		return JsonText.find(new ReceivedResponse().add(chatResponse)).extractFrom(response);
	}

	@Override
	public String getName() {
		return "json_extraction";
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
