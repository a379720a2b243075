package net.qhaigc.samples.quickstart;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.stereotype.Service;

/**
 * A service as an application would have it. Nothing here knows which provider answers.
 */
@Service
class TravelGuide {

	private final ChatClient chat;

	private final Weather weather;

	TravelGuide(ChatClient.Builder chat, Weather weather) {
		this.chat = chat.build();
		this.weather = weather;
	}

	/** A whole answer, with all that Spring AI knows of it. */
	ChatResponse answer(String question) {
		return this.chat.prompt(question).call().chatResponse();
	}

	/** An answer piece by piece, as the model writes it. */
	Flux<String> stream(String question) {
		return this.chat.prompt(question).stream().content();
	}

	/** An answer for which the model may look at the weather. */
	String answerWithWeather(String question) {
		return this.chat.prompt(question).tools(this.weather).call().content();
	}

	/** An answer as a record, whose schema the model is held to. */
	Trip plan(String wish) {
		return this.chat.prompt(wish).call().entity(Trip.class, (entity) -> entity.useProviderStructuredOutput());
	}

	record Trip(String destination, int days, Season season) {
	}

	enum Season {

		SPRING, SUMMER, AUTUMN, WINTER

	}

}
