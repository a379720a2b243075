package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code ToolConfig}: which tools may or must be called.
 *
 * @param functionCallingConfig the rule for functions
 * @param retrievalConfig the place and language that server tools assume
 * @param includeServerSideToolInvocations whether the answer shows what server tools did
 */
public record ToolConfig(@Nullable FunctionCallingConfig functionCallingConfig,
		@Nullable Map<String, Object> retrievalConfig, @Nullable Boolean includeServerSideToolInvocations) {

	/**
	 * The rule for functions.
	 *
	 * @param mode AUTO, ANY, NONE or VALIDATED
	 * @param allowedFunctionNames the functions allowed, with ANY and VALIDATED only
	 */
	public record FunctionCallingConfig(String mode, @Nullable List<String> allowedFunctionNames) {

	}

}
