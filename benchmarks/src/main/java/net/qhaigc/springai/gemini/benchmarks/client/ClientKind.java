package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The clients to measure, in the order of their columns in the table of results.
 */
public enum ClientKind {

	/**
	 * Reactor Netty, which sends prepared bytes and ignores the response: the lower bound
	 * for the transport.
	 */
	RAW("raw Netty", RawNettyBaseline::new),

	/**
	 * Reactor Netty with handwritten JSON code, which reads only the text of a response:
	 * the lower bound for processing JSON.
	 */
	HANDWRITTEN("handwritten", HandwrittenBaseline::new),

	/**
	 * Spring's WebClient, which sends prepared bytes and does not parse the response: the
	 * lower bound for clients that are based on WebClient.
	 */
	WEB_CLIENT("WebClient", WebClientBaseline::withoutJson),

	/**
	 * Spring's WebClient with handwritten JSON code, which reads only the text of a
	 * response: the lower bound for clients that are based on WebClient and process JSON.
	 */
	WEB_CLIENT_JSON("WebClient with handwritten JSON", WebClientBaseline::withJson),

	/** The chat model of this project. */
	QHAIGC("Qhaigc", QhaigcModelClient::new),

	/** Spring AI's module for Google's SDK. */
	GOOGLE_GENAI("Spring AI google-genai", GoogleGenAiModelClient::new),

	/** langchain4j's module for Gemini. */
	LANGCHAIN4J("langchain4j", LangChain4jModelClient::new),

	/** Spring AI's module for Ollama, which uses WebClient for streams. */
	OLLAMA("Spring AI ollama", OllamaModelClient::new),

	/** Google's SDK. */
	GOOGLE_SDK("Google's SDK", GoogleSdkClient::new);

	/** The libraries for chat models with which this project is compared. */
	public static final Set<ClientKind> OTHER_LIBRARIES = Collections
		.unmodifiableSet(EnumSet.range(GOOGLE_GENAI, GOOGLE_SDK));

	private final String title;

	private final BiFunction<String, Integer, MeasuredClient> factory;

	ClientKind(String title, BiFunction<String, Integer, MeasuredClient> factory) {
		this.title = title;
		this.factory = factory;
	}

	/** Return the title of the column. */
	public String title() {
		return this.title;
	}

	/**
	 * Create the client.
	 * @param baseUrl the URL of the server, without a path
	 * @param connections the maximum number of connections; ignored if the documentation
	 * of the client does not describe how to set it
	 * @return the client
	 */
	public MeasuredClient create(String baseUrl, int connections) {
		return this.factory.apply(baseUrl, connections);
	}

}
