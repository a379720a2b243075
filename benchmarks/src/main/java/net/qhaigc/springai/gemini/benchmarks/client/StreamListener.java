package net.qhaigc.springai.gemini.benchmarks.client;

import org.jspecify.annotations.Nullable;

/**
 * Receives the signals of a stream.
 */
public interface StreamListener {

	/** Called for each chunk. */
	void onChunk();

	/**
	 * Called at the end of the stream.
	 * @param failure the failure, or null if the stream is complete
	 */
	void onEnd(@Nullable Throwable failure);

}
