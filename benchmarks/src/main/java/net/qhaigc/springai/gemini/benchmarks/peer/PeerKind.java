package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.function.BiFunction;

/**
 * The clients of the table, in its order.
 */
public enum PeerKind {

	/** Reactor Netty with ready bytes, the answer dropped: the limit of the transport. */
	RAW("raw Netty", RawNettyPeer::new),

	/** Reactor Netty with JSON by hand, the text alone: the limit of the work. */
	HAND("hand-made", HandMadePeer::new),

	/** This project. */
	QHAIGC("ours", QhaigcPeer::new),

	/** Spring AI's module on Google's SDK. */
	GOOGLE_GENAI("Spring AI google-genai", GoogleGenAiPeer::new),

	/** langchain4j's module. */
	LANGCHAIN4J("langchain4j", LangChain4jPeer::new),

	/** A module of Spring AI's that uses WebClient. */
	OLLAMA("Spring AI ollama", OllamaPeer::new),

	/** Google's SDK by itself. */
	GOOGLE_SDK("Google's SDK", GoogleSdkPeer::new);

	private final String title;

	private final BiFunction<String, Integer, Peer> factory;

	PeerKind(String title, BiFunction<String, Integer, Peer> factory) {
		this.title = title;
		this.factory = factory;
	}

	/** The name for the table. */
	public String title() {
		return this.title;
	}

	/**
	 * Makes the client.
	 * @param baseUrl where the server is, without a path
	 * @param connections how many connections the client may open, where that can be set
	 * in a way its documentation shows
	 * @return the client
	 */
	public Peer create(String baseUrl, int connections) {
		return this.factory.apply(baseUrl, connections);
	}

}
