package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import net.qhaigc.springai.gemini.wire.GatewayRequest;

/**
 * A prompt in the gateway's form, and what a decoder has to know of it.
 *
 * @param request what to send
 * @param toolNames for each function whose name had to change: the name on the wire to
 * the tool's own
 * @param keepMedia whether media of the answer is repeated in the message's metadata, so
 * that it survives memories that drop it
 */
public record EncodedPrompt(GatewayRequest request, Map<String, String> toolNames, boolean keepMedia) {

}
