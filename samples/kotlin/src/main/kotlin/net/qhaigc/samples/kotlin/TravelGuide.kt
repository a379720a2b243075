package net.qhaigc.samples.kotlin

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata
import org.springframework.ai.chat.client.ChatClient
import org.springframework.ai.chat.client.entity
import org.springframework.ai.tool.annotation.Tool
import org.springframework.stereotype.Service
import reactor.core.publisher.Flux

/** A typical service of an application. Only `thoughts` depends on the provider. */
@Service
class TravelGuide(builder: ChatClient.Builder) {

	private val chat = builder.build()

	fun answer(question: String): String? = chat.prompt(question).tools(this).call().content()

	fun stream(question: String): Flux<String> = chat.prompt(question).stream().content()

	/** Return the response as a data class, whose optional properties are nullable. */
	fun plan(request: String): Trip? = chat.prompt(request).call().entity<Trip>()

	/** Return the thoughts, or a default text: `thoughts()` of the metadata is null if there are none. */
	fun thoughts(question: String): String =
		QhaigcGeminiMetadata.from(chat.prompt(question).call().chatResponse()).thoughts() ?: "No thoughts"

	@Tool(description = "Get the current weather in a city")
	fun currentWeather(city: String) = "light rain in $city"

	data class Trip(val destination: String, val days: Int, val hotel: String?)

}
