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
 * Streaming: a controller passes the answer on as server-sent events, as the model writes
 * it. Who closes the page stops the model.
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
		Flux<Piece> chat(@RequestParam String question) {
			return this.chat.prompt(question).stream().chatResponse().map(Piece::of).onErrorResume((failure) -> {
				logger.warn("The answer broke off", failure);
				return Flux.just(Piece.ofError("The answer broke off. Please ask again."));
			});
		}

	}

	/** JSON, since a piece of text may begin with a space or hold a line break. */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record Piece(String text, String finishReason, Integer tokens, String error) {

		static Piece of(ChatResponse response) {
			String text = response.getResult().getOutput().getText();
			String finishReason = response.getResult().getMetadata().getFinishReason();
			Integer tokens = (finishReason != null) ? response.getMetadata().getUsage().getTotalTokens() : null;
			return new Piece(text, finishReason, tokens, null);
		}

		static Piece ofError(String message) {
			return new Piece(null, null, null, message);
		}

	}
	// end::controller[]

}
