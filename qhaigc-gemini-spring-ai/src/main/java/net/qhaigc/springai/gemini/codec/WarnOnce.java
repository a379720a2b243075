package net.qhaigc.springai.gemini.codec;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once what was dropped, mapped or relaxed on the way, so that nothing is lost
 * silently and no log is flooded. Belongs to one model; never holds message content.
 */
public final class WarnOnce {

	private static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini");

	private static final int MAX_ENTRIES = 256;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Warns of a change in the request's or answer's meaning.
	 * @param kind what sort of thing happened, such as {@code schema}
	 * @param name what it happened to, such as a tool's name
	 * @param message what happened and the way out
	 */
	public void warn(String kind, String name, String message) {
		if (isNew(kind, name)) {
			logger.warn(message);
		}
	}

	/**
	 * Notes a change that leaves the meaning as it was.
	 * @param kind what sort of thing happened
	 * @param name what it happened to
	 * @param message what happened
	 */
	public void debug(String kind, String name, String message) {
		if (logger.isDebugEnabled() && isNew(kind, name)) {
			logger.debug(message);
		}
	}

	private boolean isNew(String kind, String name) {
		String key = kind + '\n' + name;
		return !this.told.contains(key) && this.told.size() < MAX_ENTRIES && this.told.add(key);
	}

}
