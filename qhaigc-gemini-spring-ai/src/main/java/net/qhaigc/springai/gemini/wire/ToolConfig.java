package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code ToolConfig}: settings that apply to all tools of a request.
 *
 * @param functionCallingConfig whether the model may, must or must not call functions
 * @param retrievalConfig the location and language of the user, for server tools
 * @param includeServerSideToolInvocations whether the response contains the calls and
 * results of server tools
 */
public record ToolConfig(@Nullable FunctionCallingConfig functionCallingConfig,
		@Nullable Map<String, Object> retrievalConfig, @Nullable Boolean includeServerSideToolInvocations) {

	/**
	 * Google's {@code FunctionCallingConfig}.
	 *
	 * @param mode AUTO, ANY, NONE or VALIDATED
	 * @param allowedFunctionNames the functions that the model may call, for ANY and
	 * VALIDATED; null for all
	 */
	public record FunctionCallingConfig(String mode, @Nullable List<String> allowedFunctionNames) {

		public FunctionCallingConfig {
			allowedFunctionNames = ImmutableCopy.of(allowedFunctionNames);
		}

	}

}
