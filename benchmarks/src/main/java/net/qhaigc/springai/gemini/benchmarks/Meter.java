package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What this JVM has used so far.
 *
 * @param cpuNanos CPU time of all its threads, the compiler's and the collector's too
 * @param allocatedBytes bytes allocated by its Java threads
 */
record Meter(long cpuNanos, long allocatedBytes) {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	static Meter read() {
		return new Meter(SYSTEM.getProcessCpuTime(), totalAllocated());
	}

	Meter since(Meter earlier) {
		return new Meter(this.cpuNanos - earlier.cpuNanos, this.allocatedBytes - earlier.allocatedBytes);
	}

	/**
	 * From JDK 21 on the JVM counts the threads that have ended too; the method is called
	 * by its name as an attribute, since older releases lack it.
	 */
	private static long totalAllocated() {
		try {
			MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
			return (Long) beans.getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
					"TotalThreadAllocatedBytes");
		}
		catch (JMException ex) {
			long[] bytes = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
			return Arrays.stream(bytes).filter((count) -> count > 0).sum();
		}
	}

	/** Threads that are no event loops of Netty's. */
	static int threadsBeyondEventLoops() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().startsWith("reactor-http-"))
			.count();
	}

	/** The most memory that was ever resident, in MiB; Linux only. */
	static long peakResidentMiB() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmHWM"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElse(0);
	}

}
