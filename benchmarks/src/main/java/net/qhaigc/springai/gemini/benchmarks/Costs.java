package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;

/**
 * CPU time and allocation of each client in each round, per call or per chunk.
 */
final class Costs {

	private final Map<ClientKind, Samples> cpuMicros = new EnumMap<>(ClientKind.class);

	private final Map<ClientKind, Samples> kilobytes = new EnumMap<>(ClientKind.class);

	Costs(Set<ClientKind> clients, int rounds) {
		clients.forEach((kind) -> {
			this.cpuMicros.put(kind, new Samples(new double[rounds]));
			this.kilobytes.put(kind, new Samples(new double[rounds]));
		});
	}

	void add(ClientKind kind, int round, ResourceUsage used, int callsOrChunks) {
		cpu(kind).values()[round] = used.cpuNanos() / 1e3 / callsOrChunks;
		allocated(kind).values()[round] = used.allocatedBytes() / 1e3 / callsOrChunks;
	}

	Set<ClientKind> clients() {
		return this.cpuMicros.keySet();
	}

	/**
	 * Return the CPU time of this project's client relative to that of another client.
	 */
	double cpuTimeRatioTo(ClientKind other) {
		return cpu(ClientKind.QHAIGC).dividedBy(cpu(other)).median();
	}

	/**
	 * Return whether this project's client uses less CPU time than each of the
	 * {@link ClientKind#OTHER_LIBRARIES} that was measured.
	 */
	boolean usesLessCpuTimeThanOtherLibraries() {
		return ClientKind.OTHER_LIBRARIES.stream()
			.filter(clients()::contains)
			.allMatch((client) -> cpuTimeRatioTo(client) < 1);
	}

	/**
	 * Return the allocation of this project's client per call or per chunk, in KB of
	 * 1,000 bytes.
	 */
	double allocatedKilobytes() {
		return allocated(ClientKind.QHAIGC).median();
	}

	String cell(ClientKind kind) {
		Samples ratio = cpu(kind).dividedBy(cpu(ClientKind.RAW));
		String cpu = (kind == ClientKind.RAW) ? "1x = " + micros(cpu(kind).median())
				: "%.2fx (%s)".formatted(ratio.median(), ratio.spread("%.2f"));
		double kilobytes = allocated(kind).median();
		return cpu + ", "
				+ ((kilobytes < 1000) ? "%.2f KB".formatted(kilobytes) : "%.1f MB".formatted(kilobytes / 1000));
	}

	private static String micros(double micros) {
		return (micros < 1000) ? "%.1f us".formatted(micros) : "%.2f ms".formatted(micros / 1000);
	}

	private Samples cpu(ClientKind kind) {
		return Objects.requireNonNull(this.cpuMicros.get(kind));
	}

	private Samples allocated(ClientKind kind) {
		return Objects.requireNonNull(this.kilobytes.get(kind));
	}

}
