package net.qhaigc.springai.gemini.wire;

/**
 * The body of a request to the gateway. Its type determines the endpoint.
 */
public sealed interface RequestBody permits GenerateContentRequest, ChatCompletionRequest {

}
