package net.qhaigc.samples.quickstart;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.stereotype.Service;

/**
 * A typical service of an application. It does not depend on the provider.
 */
@Service
class TravelGuide {

	private final ChatClient chat;

	private final Weather weather;

	TravelGuide(ChatClient.Builder chat, Weather weather) {
		this.chat = chat.build();
		this.weather = weather;
	}

	/** Return the complete response with its metadata. */
	ChatResponse answer(String question) {
		return this.chat.prompt(question).call().chatResponse();
	}

	/** Return the text as a stream of chunks. */
	Flux<String> stream(String question) {
		return this.chat.prompt(question).stream().content();
	}

	/** Return an answer. The model can call the weather tool before it answers. */
	String answerWithWeather(String question) {
		return this.chat.prompt(question).tools(this.weather).call().content();
	}

	/**
	 * Return the response as a record. The request contains the JSON Schema of the
	 * record.
	 */
	Trip plan(String request) {
		return this.chat.prompt(request).call().entity(Trip.class, (entity) -> entity.useProviderStructuredOutput());
	}

	record Trip(String destination, int days, Season season) {
	}

	enum Season {

		SPRING, SUMMER, AUTUMN, WINTER

	}

}
