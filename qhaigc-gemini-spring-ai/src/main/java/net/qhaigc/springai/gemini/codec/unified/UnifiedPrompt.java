package net.qhaigc.springai.gemini.codec.unified;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.definition.ToolDefinition;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.ToolConfig.FunctionCallingConfig;

/**
 * A prompt for the unified endpoint, with messages in Gemini's format.
 *
 * @param options the options; the model must be set
 * @param systemInstruction the system messages; null if there are none
 * @param contents the conversation
 * @param tools the tools, keyed by the names that are sent
 * @param toolChoice which tools the model may or must call; null if no tool choice is set
 */
public record UnifiedPrompt(QhaigcGeminiChatOptions options, @Nullable Content systemInstruction,
		List<Content> contents, Map<String, ToolDefinition> tools, @Nullable FunctionCallingConfig toolChoice) {

}
