package net.qhaigc.samples.streaming;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams responses to a browser. A controller returns the chunks of a stream as
 * server-sent events, and the stream is cancelled when the browser disconnects.
 */
@SpringBootApplication
public class StreamingSample {

	public static void main(String[] args) {
		SpringApplication.run(StreamingSample.class, args);
	}

	// tag::controller[]
	@RestController
	static class ChatController {

		private static final Log logger = LogFactory.getLog(ChatController.class);

		private final ChatClient chat;

		ChatController(ChatClient.Builder builder) {
			this.chat = builder.build();
		}

		@GetMapping(path = "/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ChatEvent> chat(@RequestParam String question) {
			return this.chat.prompt(question).stream().chatResponse().map(ChatEvent::of).onErrorResume((failure) -> {
				logger.warn("The stream failed", failure);
				return Flux.just(ChatEvent.ofError("The response is incomplete. Please try again."));
			});
		}

	}

	/** Sent as JSON to preserve leading spaces and line breaks of the text. */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record ChatEvent(String text, String finishReason, Integer tokens, String error) {

		static ChatEvent of(ChatResponse response) {
			String text = response.getResult().getOutput().getText();
			String finishReason = response.getResult().getMetadata().getFinishReason();
			Integer tokens = (finishReason != null) ? response.getMetadata().getUsage().getTotalTokens() : null;
			return new ChatEvent(text, finishReason, tokens, null);
		}

		static ChatEvent ofError(String message) {
			return new ChatEvent(null, null, null, message);
		}

	}
	// end::controller[]

}
