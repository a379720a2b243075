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
 * The resources that this JVM has used so far.
 *
 * @param cpuNanos CPU time of all threads, including those of the compiler and the
 * garbage collector
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
	 * Since JDK 21, the JVM includes terminated threads. The attribute is accessed by
	 * name, because older releases do not have it.
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

	/** Number of threads that are not event loops of Netty. */
	static int threadsBeyondEventLoops() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().startsWith("reactor-http-"))
			.count();
	}

	/** Peak of resident memory, in MiB; Linux only. */
	static long peakResidentMiB() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmHWM"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElse(0);
	}

}
