package net.qhaigc.springai.gemini.wire;

/**
 * The body of a request to the gateway; its kind decides the endpoint that it is sent to.
 */
public sealed interface RequestBody permits GenerateContentRequest, ChatCompletionRequest {

}
