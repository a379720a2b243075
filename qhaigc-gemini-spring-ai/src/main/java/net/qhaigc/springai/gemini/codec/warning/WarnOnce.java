package net.qhaigc.springai.gemini.codec.warning;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what the codec drops or changes in requests and responses. To avoid flooding the
 * log, a message is logged only once for each kind and name, and after 256 messages no
 * more are logged. Each chat model has an instance of its own. The logged messages must
 * not contain content of the conversation. Thread-safe.
 */
public final class WarnOnce {

	private static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini");

	private static final int MAX_ENTRIES = 256;

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	/**
	 * Log, at level WARN, a change that affects the meaning of a request or response.
	 * @param kind the kind of what was dropped or changed, such as {@code schema}
	 * @param name the name of what was dropped or changed, such as the name of a tool
	 * @param message what happened and what to do
	 */
	public void warn(String kind, String name, String message) {
		if (recordIfNew(kind, name)) {
			logger.warn(message);
		}
	}

	/**
	 * Log, at level DEBUG, a change that does not affect the meaning of a request or
	 * response.
	 * @param kind the kind of what was dropped or changed, such as {@code schema}
	 * @param name the name of what was dropped or changed, such as the name of a tool
	 * @param message what happened
	 */
	public void debug(String kind, String name, String message) {
		if (logger.isDebugEnabled() && recordIfNew(kind, name)) {
			logger.debug(message);
		}
	}

	private boolean recordIfNew(String kind, String name) {
		String key = kind + '\n' + name;
		return !this.logged.contains(key) && this.logged.size() < MAX_ENTRIES && this.logged.add(key);
	}

}
