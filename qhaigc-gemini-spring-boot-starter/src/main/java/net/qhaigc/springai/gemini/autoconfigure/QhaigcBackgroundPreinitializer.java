package net.qhaigc.springai.gemini.autoconfigure;

import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

import net.qhaigc.springai.gemini.QhaigcGeminiWarmUp;

/**
 * Loads what the first question needs, in the thread that Spring Boot has for such things
 * while an application starts. Connecting is left to the question: the start waits for
 * this thread in the end.
 */
final class QhaigcBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		HttpClient.create();
		QhaigcGeminiWarmUp.warmUp();
	}

}
