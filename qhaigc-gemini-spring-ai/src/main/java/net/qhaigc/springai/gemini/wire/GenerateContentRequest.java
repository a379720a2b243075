package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code GenerateContentRequest}, the body of {@code :generateContent} and
 * {@code :streamGenerateContent}. The model is part of the path.
 *
 * @param contents the turns of the conversation, oldest first
 * @param systemInstruction text parts with the system instruction
 * @param tools functions and server tools
 * @param toolConfig settings that apply to all tools, such as whether the model may or
 * must call functions
 * @param safetySettings at most one for each category
 * @param generationConfig the configuration of the response
 * @param cachedContent the name of cached content, in the form
 * {@code cachedContents/{id}}
 * @param serviceTier {@code standard}, {@code flex} or {@code priority}, in lower case
 * @param store whether the provider may store the request
 * @param labels labels of the request, a field of Vertex AI
 */
public record GenerateContentRequest(List<Content> contents, @Nullable Content systemInstruction,
		@Nullable List<Tool> tools, @Nullable ToolConfig toolConfig, @Nullable List<SafetySetting> safetySettings,
		@Nullable GenerationConfig generationConfig, @Nullable String cachedContent, @Nullable String serviceTier,
		@Nullable Boolean store, @Nullable Map<String, String> labels) implements RequestBody {

	public GenerateContentRequest {
		contents = List.copyOf(contents);
		tools = ImmutableCopy.of(tools);
		safetySettings = ImmutableCopy.of(safetySettings);
	}

	/**
	 * Return a request with contents only.
	 * @param contents the turns of the conversation
	 * @return the request
	 */
	public static GenerateContentRequest of(List<Content> contents) {
		return builder(contents).build();
	}

	/**
	 * Return a builder of a request.
	 * @param contents the turns of the conversation
	 * @return a builder
	 */
	public static Builder builder(List<Content> contents) {
		return new Builder(contents);
	}

	/**
	 * Builds a request. A component that is not set, or is set to null, is absent.
	 */
	public static final class Builder {

		private final List<Content> contents;

		private @Nullable Content systemInstruction;

		private @Nullable List<Tool> tools;

		private @Nullable ToolConfig toolConfig;

		private @Nullable List<SafetySetting> safetySettings;

		private @Nullable GenerationConfig generationConfig;

		private @Nullable String cachedContent;

		private @Nullable String serviceTier;

		private @Nullable Boolean store;

		private @Nullable Map<String, String> labels;

		private Builder(List<Content> contents) {
			this.contents = contents;
		}

		public Builder systemInstruction(@Nullable Content systemInstruction) {
			this.systemInstruction = systemInstruction;
			return this;
		}

		public Builder tools(@Nullable List<Tool> tools) {
			this.tools = tools;
			return this;
		}

		public Builder toolConfig(@Nullable ToolConfig toolConfig) {
			this.toolConfig = toolConfig;
			return this;
		}

		public Builder safetySettings(@Nullable List<SafetySetting> safetySettings) {
			this.safetySettings = safetySettings;
			return this;
		}

		public Builder generationConfig(@Nullable GenerationConfig generationConfig) {
			this.generationConfig = generationConfig;
			return this;
		}

		public Builder cachedContent(@Nullable String cachedContent) {
			this.cachedContent = cachedContent;
			return this;
		}

		public Builder serviceTier(@Nullable String serviceTier) {
			this.serviceTier = serviceTier;
			return this;
		}

		public Builder store(@Nullable Boolean store) {
			this.store = store;
			return this;
		}

		public Builder labels(@Nullable Map<String, String> labels) {
			this.labels = labels;
			return this;
		}

		public GenerateContentRequest build() {
			return new GenerateContentRequest(this.contents, this.systemInstruction, this.tools, this.toolConfig,
					this.safetySettings, this.generationConfig, this.cachedContent, this.serviceTier, this.store,
					this.labels);
		}

	}

}
