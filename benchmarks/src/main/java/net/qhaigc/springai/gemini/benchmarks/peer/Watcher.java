package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * Hears of what comes in a stream.
 */
public interface Watcher {

	/** A chunk has come. */
	void chunk();

	/**
	 * Nothing more will come.
	 * @param failure why; null if the stream is complete
	 */
	void end(@Nullable Throwable failure);

}
