package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The clients in the order of the columns of the table.
 */
public enum PeerKind {

	/**
	 * Reactor Netty, which sends prepared bytes and ignores the response: the lower bound
	 * for the transport.
	 */
	RAW("raw Netty", RawNettyPeer::new),

	/**
	 * Reactor Netty with handwritten JSON, which reads the text only: the lower bound for
	 * processing JSON.
	 */
	HANDWRITTEN("handwritten", HandwrittenPeer::new),

	/**
	 * Spring's WebClient with prepared bytes, without JSON: the lower bound for clients
	 * that use it.
	 */
	WEB_CLIENT("WebClient", WebClientPeer::new),

	/** The chat model of this project. */
	QHAIGC("Qhaigc", QhaigcPeer::new),

	/** Spring AI's module for Google's SDK. */
	GOOGLE_GENAI("Spring AI google-genai", GoogleGenAiPeer::new),

	/** langchain4j's module. */
	LANGCHAIN4J("langchain4j", LangChain4jPeer::new),

	/** A module of Spring AI that uses WebClient. */
	OLLAMA("Spring AI ollama", OllamaPeer::new),

	/** Google's SDK. */
	GOOGLE_SDK("Google's SDK", GoogleSdkPeer::new);

	/** The other libraries for chat models. */
	public static final Set<PeerKind> PEERS = Collections.unmodifiableSet(EnumSet.range(GOOGLE_GENAI, GOOGLE_SDK));

	private final String title;

	private final BiFunction<String, Integer, Peer> factory;

	PeerKind(String title, BiFunction<String, Integer, Peer> factory) {
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
	 * @param connections the maximum number of connections, if the documentation of the
	 * client describes how to configure it
	 * @return the client
	 */
	public Peer create(String baseUrl, int connections) {
		return this.factory.apply(baseUrl, connections);
	}

}
