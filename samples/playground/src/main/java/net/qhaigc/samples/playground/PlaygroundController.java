package net.qhaigc.samples.playground;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * The HTTP API of the playground, except for conversations and turns.
 */
@RestController
@RequestMapping("/api")
class PlaygroundController {

	private static final int MAX_FAULTS = 20;

	private final ModelCatalog models;

	private final StandInFaults faults;

	private final About about;

	PlaygroundController(ModelCatalog models, StandInFaults faults, QhaigcGeminiChatModel model,
			@Qualifier(StandInReplies.GATEWAY) ObjectProvider<QhaigcGateway> standIn) {
		this.models = models;
		this.faults = faults;
		this.about = new About(standIn.getIfAvailable() != null, String.valueOf(model.getOptions().getModel()));
	}

	@GetMapping("/about")
	About about() {
		return this.about;
	}

	@GetMapping("/models")
	Mono<List<ModelCatalog.Model>> models() {
		return this.models.findAll();
	}

	/** Return examples of code with which an application can send the given request. */
	@PostMapping("/code")
	CodeExamples code(@RequestBody ChatRequest request) {
		return CodeExamples.of(request);
	}

	@GetMapping("/faults")
	int remainingFaults() {
		return this.faults.remaining();
	}

	/** Set the fault that the stand-in gateway simulates for the next requests. */
	@PutMapping("/faults")
	int setFaults(@RequestBody Faults next) {
		this.faults.set(next.fault(), Math.max(0, Math.min(next.times(), MAX_FAULTS)));
		return this.faults.remaining();
	}

	/**
	 * Information about the running playground.
	 *
	 * @param standIn whether the stand-in gateway is used, which is the case if no API
	 * key is set
	 * @param model the model that is used if the page selects none
	 */
	record About(boolean standIn, String model) {

	}

	/**
	 * The fault of the next requests.
	 *
	 * @param fault the fault; null for none
	 * @param times the number of requests to which the fault applies
	 */
	record Faults(StandInFaults.@Nullable Fault fault, int times) {

	}

}
