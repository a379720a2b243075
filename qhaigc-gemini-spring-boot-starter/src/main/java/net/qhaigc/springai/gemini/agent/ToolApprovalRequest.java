package net.qhaigc.springai.gemini.agent;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

/**
 * A tool call that waits for a decision.
 *
 * @param id the ID of this request, which cannot be guessed
 * @param toolCallId the ID of the tool call
 * @param name the name of the tool
 * @param arguments the arguments, usually JSON
 * @param context the context of the {@code ChatClient} request, which contains for
 * example the conversation ID
 */
public record ToolApprovalRequest(String id, String toolCallId, String name, String arguments,
		Map<String, @Nullable Object> context) {

	static ToolApprovalRequest of(ToolCall call, Map<String, @Nullable Object> context) {
		return new ToolApprovalRequest(UUID.randomUUID().toString(), call.id(), call.name(), call.arguments(), context);
	}

}
