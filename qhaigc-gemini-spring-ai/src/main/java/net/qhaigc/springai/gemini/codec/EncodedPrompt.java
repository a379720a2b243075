package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import net.qhaigc.springai.gemini.wire.RequestBody;

/**
 * A prompt in the gateway's form, and what a decoder has to know of it.
 *
 * @param model the id of the model, as the user wrote it
 * @param body the body of the request, whose type determines the endpoint
 * @param headers the additional headers of the request
 * @param extraBody the JSON Merge Patch that is applied to the body
 * @param toolNames for each function whose name had to change: the name on the wire to
 * the tool's own
 * @param keepMedia whether media of the answer is repeated in the message's metadata, so
 * that it survives memories that drop it
 */
public record EncodedPrompt(String model, RequestBody body, Map<String, String> headers, Map<String, Object> extraBody,
		Map<String, String> toolNames, boolean keepMedia) {

}
