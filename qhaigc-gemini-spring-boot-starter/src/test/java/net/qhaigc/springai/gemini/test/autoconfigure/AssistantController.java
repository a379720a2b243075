package net.qhaigc.springai.gemini.test.autoconfigure;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller of the {@link SliceApplication}.
 */
@RestController
class AssistantController {

	private final ChatClient chat;

	AssistantController(ChatClient.Builder builder) {
		this.chat = builder.build();
	}

	@GetMapping("/answer")
	Flux<String> answer() {
		return this.chat.prompt("Say hello.").stream().content();
	}

}
