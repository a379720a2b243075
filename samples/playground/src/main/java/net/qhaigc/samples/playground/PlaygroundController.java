package net.qhaigc.samples.playground;

import java.util.List;
import java.util.UUID;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
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
 * What the page calls.
 */
@RestController
@RequestMapping("/api")
class PlaygroundController {

	private final Assistant assistant;

	private final Conversations conversations;

	private final QhaigcClient client;

	private final About about;

	PlaygroundController(Assistant assistant, Conversations conversations, QhaigcClient client,
			QhaigcGeminiChatModel model, ObjectProvider<StandIn> standIn) {
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
	List<Conversations.Overview> conversations() {
		return this.conversations.all();
	}

	@GetMapping("/conversations/{id}")
	List<Conversations.Turn> conversation(@PathVariable UUID id) {
		return this.conversations.turns(id.toString());
	}

	@DeleteMapping("/conversations/{id}")
	void delete(@PathVariable UUID id) {
		this.conversations.delete(id.toString());
	}

	/**
	 * Closing the connection before the last event cancels the request to the gateway.
	 */
	@PostMapping(path = "/conversations/{id}/answers", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<AnswerEvent> answer(@PathVariable UUID id, @RequestBody Question question) {
		return this.assistant.answer(id.toString(), question);
	}

	/**
	 * What the page says of this playground.
	 *
	 * @param standIn whether answers come from the stand-in, for want of a key
	 * @param model the model that answers if the page chooses none
	 */
	record About(boolean standIn, String model) {

	}

}
