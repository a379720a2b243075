package net.qhaigc.samples.kotlin

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata
import org.springframework.ai.chat.client.ChatClient
import org.springframework.ai.chat.client.entity
import org.springframework.ai.tool.annotation.Tool
import org.springframework.stereotype.Service
import reactor.core.publisher.Flux

/** A service as an application would have it. Nothing here knows which provider answers. */
@Service
class TravelGuide(builder: ChatClient.Builder) {

	private val chat = builder.build()

	fun answer(question: String): String? = chat.prompt(question).tools(this).call().content()

	fun stream(question: String): Flux<String> = chat.prompt(question).stream().content()

	/** A data class. A property that may be left out is nullable. */
	fun plan(wish: String): Trip? = chat.prompt(wish).call().entity<Trip>()

	/** What may be missing is nullable, so the compiler asks what to do then. */
	fun thoughts(question: String): String =
		QhaigcGeminiMetadata.from(chat.prompt(question).call().chatResponse()).thoughts() ?: "It did not think."

	@Tool(description = "Tells the current weather in a city")
	fun currentWeather(city: String) = "light rain in $city"

	data class Trip(val destination: String, val days: Int, val hotel: String?)

}
