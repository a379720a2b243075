package net.qhaigc.springai.gemini.client;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The states of the threads of this process, as Linux reports them. A thread that is
 * ready to run but has no processor does not count as waiting, so that the result does
 * not depend on the load of the machine.
 */
final class ThreadStates {

	private static final File TASKS = new File("/proc/self/task");

	/** Enough for the number, the name and the state of a thread. */
	private static final int MAX_BYTES = 64;

	private ThreadStates() {
	}

	/** Return whether the states are known on this operating system. */
	static boolean areKnown() {
		return TASKS.isDirectory();
	}

	/**
	 * Return whether all threads other than this thread and those of the JIT compilers
	 * are waiting.
	 */
	static boolean areOthersWaiting() {
		int running = 0;
		for (String task : TASKS.list()) {
			running += isRunning(stat(task)) ? 1 : 0;
			if (running > 1) {
				return false;
			}
		}
		return true;
	}

	private static boolean isRunning(String stat) {
		boolean compiler = stat.contains("(C1 ") || stat.contains("(C2 ");
		return !compiler && !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'S';
	}

	/**
	 * Return the beginning of the status line of a thread, or an empty string if the
	 * thread has ended.
	 */
	private static String stat(String task) {
		try (InputStream file = new FileInputStream(new File(TASKS, task + "/stat"))) {
			return new String(file.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
