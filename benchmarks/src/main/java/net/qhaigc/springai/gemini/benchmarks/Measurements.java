package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.netty.handler.ssl.OpenSsl;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Task;
import net.qhaigc.springai.gemini.benchmarks.client.Transport;

/**
 * All measurements by name.
 */
final class Measurements {

	/**
	 * Measurements that are not part of the table in the README, since each of them takes
	 * more than a minute. They run only if an argument names them, or in the smoke run.
	 */
	static final Set<String> NOT_IN_TABLE = Set.of("stream-20000", "slow-10000");

	private Measurements() {
	}

	static Map<String, Measurement> all() {
		Map<String, Measurement> measurements = new LinkedHashMap<>();
		measurements.put("call", CostMeasurement.call("Call after 60,000 warm-up calls",
				"1.65x raw Netty, less CPU time than each other library, 28 KB",
				within(1.65, ClientKind.RAW, 28).and(Costs::usesLessCpuTimeThanOtherLibraries), Task.call(), 7500));
		measurements.put("call-4000", new ColdCallMeasurement("1.9x raw Netty, less CPU time than each other library",
				within(1.9, ClientKind.RAW, Double.MAX_VALUE).and(Costs::usesLessCpuTimeThanOtherLibraries), 4000));
		measurements.put("call-time", new CallTimeMeasurement());
		measurements.put("quota", new QuotaMeasurement());
		measurements.put("call-tls", transport("with TLS of the JDK", Transport.TLS));
		if (OpenSsl.isAvailable()) {
			measurements.put("call-openssl", transport("with TLS of OpenSSL", Transport.OPENSSL));
		}
		measurements.put("call-http2", transport("over HTTP/2 with TLS of the JDK", Transport.HTTP2));
		measurements.put("call-gzip", transport("with a compressed response", Transport.GZIP));
		measurements.put("stream-200", stream(200, 600, 1.5));
		measurements.put("stream-2000", stream(2000, 30, 1.8));
		measurements.put("stream-20000", stream(20000, 3, 1.8));
		measurements.put("first-chunk", new FirstChunkMeasurement());
		measurements.put("slow-2000", new SlowStreamsMeasurement(2000, 50, 100, 330,
				EnumSet.complementOf(EnumSet.of(ClientKind.GOOGLE_SDK))));
		measurements.put("slow-10000", new SlowStreamsMeasurement(10000, 20, 1000, 650,
				EnumSet.of(ClientKind.RAW, ClientKind.HANDWRITTEN, ClientKind.QHAIGC)));
		measurements.put("history", CostMeasurement.call("2 MB history in 200 messages", "0.95x handwritten",
				within(0.95, ClientKind.HANDWRITTEN, Double.MAX_VALUE), Task.history(), 60));
		measurements.put("history-short",
				CostMeasurement
					.call("40 KB history in 200 messages", "2x raw Netty, 120 KB", within(2, ClientKind.RAW, 120),
							Task.historyOfShortMessages(), 2400)
					.excluding(ClientKind.GOOGLE_GENAI, ClientKind.GOOGLE_SDK));
		measurements.put("conversation", new ConversationMeasurement());
		measurements.put("tool-loop", new ToolLoopMeasurement());
		measurements.put("chat-server", new ChatServerMeasurement());
		measurements.put("image-request", CostMeasurement.call("Request with a 4 MiB image", "2.3x raw Netty, 12 MB",
				within(2.3, ClientKind.RAW, 12_000), Task.imageRequest(), 40));
		measurements.put("image-response",
				CostMeasurement
					.call("Response with a 4 MiB image, ignored by the handwritten client", "1.6x handwritten, 11 MB",
							within(1.6, ClientKind.HANDWRITTEN, 11_000), Task.imageResponse(), 40)
					.excluding(ClientKind.OLLAMA));
		measurements.put("cancel", new CancelMeasurement());
		measurements.put("start-up", new StartUpMeasurement());
		return measurements;
	}

	private static Measurement transport(String title, Transport transport) {
		return CostMeasurement.call("Call " + title, "1.8x raw Netty", within(1.8, ClientKind.RAW, Double.MAX_VALUE),
				transport, 2000);
	}

	private static Measurement stream(int chunks, int exchanges, double maxRatio) {
		return CostMeasurement.stream("Stream of %,d chunks of 450 bytes, per chunk".formatted(chunks),
				maxRatio + "x raw Netty, 3.3 KB", within(maxRatio, ClientKind.RAW, 3.3), chunks, exchanges);
	}

	private static Predicate<Costs> within(double maxRatio, ClientKind other, double maxKilobytes) {
		return (costs) -> costs.cpuTimeRatioTo(other) <= maxRatio && costs.allocatedKilobytes() <= maxKilobytes;
	}

}
