package net.qhaigc.samples.kotlin

import net.qhaigc.springai.gemini.client.QhaigcClient
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions
import net.qhaigc.springai.gemini.test.QhaigcGateway
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.springframework.ai.chat.model.ChatResponse
import org.springframework.boot.runApplication
import org.springframework.boot.test.system.CapturedOutput
import org.springframework.boot.test.system.OutputCaptureExtension
import org.springframework.context.ConfigurableApplicationContext
import kotlin.reflect.KType
import kotlin.reflect.typeOf

/** Tests for the use of the starter and the library in Kotlin. */
@ExtendWith(OutputCaptureExtension::class)
class KotlinSampleTests {

	private val gateway = QhaigcGateway.builder().autoRespond().start()

	@AfterEach
	fun stop() = gateway.close()

	@Test
	fun `calls tool function and returns data class`(output: CapturedOutput) {
		start().close()
		assertThat(output.out.lines()).contains("""currentWeather returned: {"result":"light rain in Hangzhou"}""",
			"Trip(destination=Hangzhou, days=2, hotel=Hangzhou)")
		assertThat(gateway.problems()).isEmpty()
	}

	@Test
	fun `uses stand-in gateway without API key`(output: CapturedOutput) {
		runApplication<KotlinSample>("--qhaigc.api-key=").close()
		assertThat(output.out).contains("Using a stand-in gateway").contains("Trip(destination=Hangzhou, days=2")
	}

	@Test
	fun `sets missing nullable property to null`() {
		start().use {
			gateway.reply("""{"destination": "Hangzhou", "days": 2}""")
			assertThat(it.getBean(TravelGuide::class.java).plan("A trip")).isEqualTo(TravelGuide.Trip("Hangzhou", 2, null))
		}
	}

	@Test
	fun `streams chunks`() {
		start().use {
			gateway.replyStream("West ", "Lake")
			assertThat(it.getBean(TravelGuide::class.java).stream("Where?").collectList().block()).containsExactly("West ", "Lake")
		}
	}

	@Test
	fun `returns default text if there are no thoughts`() {
		start().use {
			gateway.reply("Hello.")
			assertThat(it.getBean(TravelGuide::class.java).thoughts("Hello?")).isEqualTo("No thoughts")
		}
	}

	@Test
	fun `exposes nullability to the compiler`() {
		val options = QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build()
		val metadata = QhaigcGeminiMetadata.from(null as ChatResponse?)
		assertThat(inferredType(options.seed).isMarkedNullable).isTrue()
		assertThat(inferredType(metadata.thoughts()).isMarkedNullable).isTrue()
		assertThat(inferredType(metadata.text()).isMarkedNullable).isFalse()
		assertThat(inferredType(QhaigcClient.builder()).isMarkedNullable).isFalse()
	}

	/** Return the type that the compiler infers for the expression. */
	private inline fun <reified T> inferredType(@Suppress("UNUSED_PARAMETER") expression: T): KType = typeOf<T>()

	private fun start(): ConfigurableApplicationContext = runApplication<KotlinSample>(
		"--qhaigc.base-url=${gateway.url()}", "--qhaigc.api-key=${gateway.apiKey()}")

}
