package net.qhaigc.samples.playground;

import java.util.List;
import java.util.UUID;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * The HTTP API of the page.
 */
@RestController
@RequestMapping("/api")
class PlaygroundController {

	private final Assistant assistant;

	private final ConversationRepository conversations;

	private final QhaigcClient client;

	private final About about;

	PlaygroundController(Assistant assistant, ConversationRepository conversations, QhaigcClient client,
			QhaigcGeminiChatModel model, @Qualifier(StandInReplies.GATEWAY) ObjectProvider<QhaigcGateway> standIn) {
		this.assistant = assistant;
		this.conversations = conversations;
		this.client = client;
		this.about = new About(standIn.getIfAvailable() != null, String.valueOf(model.getOptions().getModel()));
	}

	@GetMapping("/about")
	About about() {
		return this.about;
	}

	@GetMapping("/models")
	Mono<List<String>> models() {
		return this.client.models();
	}

	@GetMapping("/conversations")
	List<ConversationRepository.Summary> conversations() {
		return this.conversations.findAll();
	}

	@GetMapping("/conversations/{id}")
	List<ConversationRepository.Turn> conversation(@PathVariable UUID id) {
		return this.conversations.findTurns(id.toString());
	}

	@DeleteMapping("/conversations/{id}")
	void delete(@PathVariable UUID id) {
		this.conversations.delete(id.toString());
	}

	/**
	 * Closing the connection before the last event cancels the request to the gateway.
	 */
	@PostMapping(path = "/conversations/{id}/messages", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<ChatEvent> send(@PathVariable UUID id, @RequestBody ChatRequest request) {
		return this.assistant.stream(id.toString(), request);
	}

	/**
	 * Information about the running playground.
	 *
	 * @param standIn whether the stand-in gateway is used, since no API key is set
	 * @param model the model that is used if the page selects none
	 */
	record About(boolean standIn, String model) {

	}

}
