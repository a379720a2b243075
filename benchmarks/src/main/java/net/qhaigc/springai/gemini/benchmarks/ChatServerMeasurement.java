package net.qhaigc.springai.gemini.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * The turns that a chat server processes in a day, without the pauses between them. Each
 * conversation consists of 21 turns: 20 calls with a growing history, and a stream. The
 * allocation of a turn and the live heap must not grow during the day.
 */
final class ChatServerMeasurement implements Measurement {

	private static final int CALLS = 20;

	private static final int STREAM_CHUNKS = 20;

	private static final int CONVERSATIONS = 3000;

	private static final double MAX_HEAP_GROWTH_KILOBYTES = 1000;

	private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws InterruptedException {
		List<Exchange> conversation = new ArrayList<>();
		for (int turn = 1; turn <= CALLS; turn++) {
			conversation.add(environment.prepare(ClientKind.QHAIGC, Task.conversation(2 * turn - 1)));
		}
		conversation.add(environment.prepare(ClientKind.QHAIGC, Task.stream(STREAM_CHUNKS, 0)));
		int tenth = environment.scale().fractionOf(CONVERSATIONS / 10);
		run(conversation, 2 * tenth);
		double heapKilobytesBefore = liveKilobytes();
		double thirdTenthKilobytes = run(conversation, tenth);
		run(conversation, 6 * tenth);
		double lastTenthKilobytes = run(conversation, tenth);
		double heapGrowth = liveKilobytes() - heapKilobytesBefore;
		boolean met = heapGrowth <= MAX_HEAP_GROWTH_KILOBYTES && lastTenthKilobytes <= thirdTenthKilobytes * 1.05;
		return new TableRow(
				"%,d turns of a chat server: live heap, and allocation of a turn in the third and in the last tenth"
					.formatted(10 * tenth * conversation.size()),
				"flat", met, Map.of(ClientKind.QHAIGC,
						"%+.0f KB, %.1f / %.1f KB".formatted(heapGrowth, thirdTenthKilobytes, lastTenthKilobytes)));
	}

	/** Run the conversation repeatedly, and return the KB allocated per turn. */
	private static double run(List<Exchange> conversation, int times) throws InterruptedException {
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < times; i++) {
			for (Exchange turn : conversation.subList(0, CALLS)) {
				turn.call();
			}
			StreamRun.run(conversation.get(CALLS), STREAM_CHUNKS);
		}
		return ResourceUsage.read().since(before).allocatedBytes() / 1e3 / times / conversation.size();
	}

	/**
	 * Return the size of the live heap. Garbage is collected twice, since some objects
	 * become unreachable only as a result of the first collection.
	 */
	private static double liveKilobytes() {
		MEMORY.gc();
		MEMORY.gc();
		return MEMORY.getHeapMemoryUsage().getUsed() / 1e3;
	}

}
