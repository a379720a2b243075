package net.qhaigc.samples.streaming;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import net.qhaigc.springai.gemini.entity.EntityStream;

/**
 * Sends each city of a streamed response to the browser as soon as the city is complete.
 * The page {@code cities.html} adds the cities to a table.
 */
// tag::cities[]
@RestController
class CityController {

	private static final Log logger = LogFactory.getLog(CityController.class);

	private final ChatClient chat;

	CityController(ChatClient.Builder builder) {
		this.chat = builder.build();
	}

	@GetMapping(path = "/cities", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Object>> cities(@RequestParam String question) {
		return EntityStream.of(this.chat.prompt(question))
			.useProviderStructuredOutput()
			.elements(City.class)
			.map((city) -> event("city", city))
			.concatWithValues(event("end", ""))
			.onErrorResume((failure) -> {
				logger.warn("The stream failed", failure);
				return Flux.just(event("failed", "The response is incomplete. Please try again."));
			});
	}

	private static ServerSentEvent<Object> event(String name, Object data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

	record City(String name, String country, long population) {

	}

}
// end::cities[]
