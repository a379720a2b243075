package net.qhaigc.springai.gemini.autoconfigure;

import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

import net.qhaigc.springai.gemini.QhaigcGeminiWarmUp;

/**
 * Loads the classes that the first request needs, on the background thread that Spring
 * Boot runs during startup. Opens no connection, since startup waits for this thread.
 */
final class QhaigcBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		HttpClient.create();
		QhaigcGeminiWarmUp.warmUp();
	}

}
