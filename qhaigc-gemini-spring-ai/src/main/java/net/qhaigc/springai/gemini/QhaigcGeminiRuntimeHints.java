package net.qhaigc.springai.gemini;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.Tool;

/**
 * Registers reflection hints for the types of request and response bodies, which Jackson
 * serializes. Also registers {@link MediaToolCallResultConverter}, which Spring AI
 * creates by reflection.
 */
final class QhaigcGeminiRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.binding.registerReflectionHints(hints.reflection(), GenerateContentRequest.class,
				ChatCompletionRequest.class, GenerateContentResponse.class);
		this.binding.registerReflectionHints(hints.reflection(), Part.class.getPermittedSubclasses());
		this.binding.registerReflectionHints(hints.reflection(), Tool.class.getPermittedSubclasses());
		hints.reflection().registerType(MediaToolCallResultConverter.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
	}

}
