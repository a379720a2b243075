package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * The rows of the table by name.
 */
final class Rows {

	private Rows() {
	}

	static Map<String, Row> all() {
		Map<String, Row> rows = new LinkedHashMap<>();
		rows.put("call",
				CostRow.call("Call, per call", "1.8x, 28 KB", within(1.8, PeerKind.RAW, 28), Task.call(), 3000));
		rows.put("stream-200", stream(200, 900));
		rows.put("stream-2000", stream(2000, 30));
		rows.put("stream-20000", stream(20000, 3));
		rows.put("first-chunk", new FirstChunkRow());
		rows.put("slow-2000",
				new SlowStreamsRow(2000, 50, 100, 8.5, 1, 350, EnumSet.complementOf(EnumSet.of(PeerKind.GOOGLE_SDK))));
		rows.put("slow-10000", new SlowStreamsRow(10000, 20, 1000, 30, 1, 650,
				EnumSet.of(PeerKind.RAW, PeerKind.HAND, PeerKind.QHAIGC)));
		rows.put("history", CostRow.call("2 MB history in 200 messages", "0.95 x hand-made",
				within(0.95, PeerKind.HAND, Double.MAX_VALUE), Task.history(), 60));
		rows.put("image-out",
				CostRow.call("4 MiB image out", "2.3x, 12 MB", within(2.3, PeerKind.RAW, 12_000), Task.imageOut(), 40));
		rows.put("image-answer", CostRow.call("Answer with a 4 MiB image, which hand-made drops",
				"1.6 x hand-made, 11 MB", within(1.6, PeerKind.HAND, 11_000), Task.imageAnswer(), 40, PeerKind.OLLAMA));
		rows.put("cancel", new CancelRow());
		rows.put("start-up", new StartUpRow());
		return rows;
	}

	private static Row stream(int chunks, int exchanges) {
		return CostRow.stream("Stream of %,d chunks of 450 bytes, per chunk".formatted(chunks), "1.8x, 3.3 KB",
				within(1.8, PeerKind.RAW, 3.3), chunks, exchanges);
	}

	private static Predicate<Costs> within(double ratio, PeerKind other, double kilobytes) {
		return (costs) -> costs.ratio(other) <= ratio && costs.kilobytes() <= kilobytes;
	}

}
