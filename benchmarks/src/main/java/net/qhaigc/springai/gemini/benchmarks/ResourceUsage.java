package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import net.qhaigc.springai.gemini.benchmarks.client.Exchange;

/**
 * The resource usage of this JVM, since its start or between two readings.
 *
 * @param cpuNanos the CPU time of all threads, including the JIT compiler and the garbage
 * collector
 * @param allocatedBytes the number of bytes allocated by Java threads
 */
record ResourceUsage(long cpuNanos, long allocatedBytes) {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	static ResourceUsage read() {
		return new ResourceUsage(SYSTEM.getProcessCpuTime(), totalAllocated());
	}

	/** Make calls, each of which must return a response, and return what they used. */
	static ResourceUsage ofCalls(Exchange exchange, int calls) {
		ResourceUsage before = read();
		for (int i = 0; i < calls; i++) {
			if (exchange.call() == 0) {
				throw new IllegalStateException("The response is empty");
			}
		}
		return read().since(before);
	}

	ResourceUsage since(ResourceUsage earlier) {
		return new ResourceUsage(this.cpuNanos - earlier.cpuNanos, this.allocatedBytes - earlier.allocatedBytes);
	}

	ResourceUsage plus(ResourceUsage other) {
		return new ResourceUsage(this.cpuNanos + other.cpuNanos, this.allocatedBytes + other.allocatedBytes);
	}

	/**
	 * Return the number of bytes allocated by all threads; before JDK 21, only by the
	 * threads that are alive. The attribute that JDK 21 introduced is read by name, since
	 * earlier releases have no method for it.
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

	/** Return the number of threads, without the event loops of Reactor Netty. */
	static int threadsExceptEventLoops() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().startsWith("reactor-http-"))
			.count();
	}

	/** Return the peak of the resident memory in MiB. This requires Linux. */
	static long peakResidentMiB() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmHWM"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElse(0);
	}

}
