package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of structured output with {@code ChatClient}.
 *
 * @param checkResponses Whether entity() of the auto-configured ChatClient.Builder
 * ignores text around JSON, and throws an EntityResponseException for empty, blocked and
 * incomplete responses.
 */
@ConfigurationProperties("qhaigc.structured-output")
public record QhaigcStructuredOutputProperties(@DefaultValue("true") boolean checkResponses) {

}
