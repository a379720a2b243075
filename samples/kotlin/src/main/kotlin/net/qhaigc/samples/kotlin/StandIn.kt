package net.qhaigc.samples.kotlin

import net.qhaigc.springai.gemini.test.QhaigcGateway
import org.springframework.boot.EnvironmentPostProcessor
import org.springframework.boot.SpringApplication
import org.springframework.context.ApplicationListener
import org.springframework.context.event.ContextClosedEvent
import org.springframework.core.env.ConfigurableEnvironment
import org.springframework.core.env.MapPropertySource

/**
 * Without a key and an address, a stand-in for the gateway answers, inside this process.
 * An application does not need any of this.
 */
class StandIn : EnvironmentPostProcessor {

	override fun postProcessEnvironment(environment: ConfigurableEnvironment, application: SpringApplication) {
		if (!environment.getProperty("qhaigc.api-key").isNullOrBlank() || environment.containsProperty("qhaigc.base-url")) {
			return
		}
		println("No key is set (QHAIGC_API_KEY): a stand-in for the gateway answers, inside this process.")
		val gateway = QhaigcGateway.builder().autoRespond().start()
		environment.propertySources.addFirst(MapPropertySource("standIn",
			mapOf("qhaigc.base-url" to gateway.url(), "qhaigc.api-key" to gateway.apiKey())))
		application.addListeners(ApplicationListener<ContextClosedEvent> { gateway.close() })
	}

}
