package net.qhaigc.springai.gemini.docs.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that asks a model for the weather.
 */
@SpringBootApplication
class WeatherApplication {

}
