package net.qhaigc.samples.kotlin

import org.springframework.boot.ApplicationRunner
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.context.annotation.Bean

/** Asks a question that requires a tool, and requests a response as a data class. */
@SpringBootApplication
class KotlinSample {

	@Bean
	fun ask(guide: TravelGuide) = ApplicationRunner {
		println(guide.answer("What is the current weather in Hangzhou?"))
		println(guide.plan("Plan a trip of 2 days to Hangzhou."))
	}

}

fun main(args: Array<String>) {
	runApplication<KotlinSample>(*args)
}
