package net.qhaigc.springai.gemini.autoconfigure.openai;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties for using Spring AI's OpenAI modules with the gateway.
 *
 * @param enabled Whether Spring AI's OpenAI modules use this gateway and its API key:
 * 'spring.ai.openai.base-url' and 'spring.ai.openai.api-key' default to the base URL and
 * the API key of the gateway. Of several API keys, the first one is used.
 */
@ConfigurationProperties("qhaigc.openai")
public record QhaigcOpenAiProperties(@DefaultValue("false") boolean enabled) {
}
