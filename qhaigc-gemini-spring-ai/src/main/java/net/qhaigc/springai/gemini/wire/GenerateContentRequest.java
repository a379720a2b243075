package net.qhaigc.springai.gemini.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code GenerateContentRequest}, the body of {@code :generateContent} and
 * {@code :streamGenerateContent}. The model stands in the path, not here.
 *
 * @param contents the turns of the conversation, oldest first
 * @param systemInstruction text parts that stand above the conversation
 * @param tools functions and server tools, each server tool in an entry of its own
 * @param toolConfig which of the tools may or must be called
 * @param safetySettings at most one for each category
 * @param generationConfig how the answer is made
 * @param cachedContent a name of the form {@code cachedContents/{id}}
 * @param serviceTier {@code standard}, {@code flex} or {@code priority}, in lower case
 * @param store whether the provider may log this request
 */
public record GenerateContentRequest(List<Content> contents, @Nullable Content systemInstruction,
		@Nullable List<Tool> tools, @Nullable ToolConfig toolConfig, @Nullable List<SafetySetting> safetySettings,
		@Nullable GenerationConfig generationConfig, @Nullable String cachedContent, @Nullable String serviceTier,
		@Nullable Boolean store) implements RequestBody {

	public GenerateContentRequest {
		contents = List.copyOf(contents);
	}

}
