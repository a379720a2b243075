package net.qhaigc.springai.gemini.docs.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that the tests in {@code docs/testing.md} start.
 */
@SpringBootApplication
class WeatherApplication {

}
