package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * A component of the {@link SliceApplication}.
 */
@Service
class AssistantService {

	private final ChatClient chat;

	private final String city;

	AssistantService(ChatClient.Builder builder, @Value("${assistant.city:Linz}") String city) {
		this.chat = builder.build();
		this.city = city;
	}

	String weather() {
		return this.chat.prompt("How is the weather in " + this.city + "?").tools(this).call().content();
	}

	@Tool(description = "The weather in a city")
	String getWeather(String city) {
		return "rain";
	}

}
