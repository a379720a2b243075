package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * CPU time and allocation of each client in each round, per call or per chunk.
 */
final class Costs {

	private final Map<PeerKind, Samples> cpuMicros = new EnumMap<>(PeerKind.class);

	private final Map<PeerKind, Samples> kilobytes = new EnumMap<>(PeerKind.class);

	Costs(Set<PeerKind> peers, int rounds) {
		peers.forEach((kind) -> {
			this.cpuMicros.put(kind, new Samples(new double[rounds]));
			this.kilobytes.put(kind, new Samples(new double[rounds]));
		});
	}

	void add(PeerKind kind, int round, ResourceUsage used, int units) {
		cpu(kind).values()[round] = used.cpuNanos() / 1e3 / units;
		allocated(kind).values()[round] = used.allocatedBytes() / 1e3 / units;
	}

	Set<PeerKind> peers() {
		return this.cpuMicros.keySet();
	}

	/** Return the CPU time of this project's client relative to another client. */
	double ratio(PeerKind other) {
		return cpu(PeerKind.QHAIGC).dividedBy(cpu(other)).median();
	}

	/**
	 * Return whether this project's client uses less CPU time than each measured client
	 * in {@link PeerKind#PEERS}.
	 */
	boolean usesLessCpuTimeThanPeers() {
		return PeerKind.PEERS.stream().filter(peers()::contains).allMatch((peer) -> ratio(peer) < 1);
	}

	/** Return the allocation of this project's client in KB of 1,000 bytes. */
	double kilobytes() {
		return allocated(PeerKind.QHAIGC).median();
	}

	String cell(PeerKind kind) {
		Samples ratio = cpu(kind).dividedBy(cpu(PeerKind.RAW));
		String cpu = (kind == PeerKind.RAW) ? "1x = " + micros(cpu(kind).median())
				: "%.2fx (%s)".formatted(ratio.median(), ratio.spread("%.2f"));
		double kilobytes = allocated(kind).median();
		return cpu + ", "
				+ ((kilobytes < 1000) ? "%.2f KB".formatted(kilobytes) : "%.1f MB".formatted(kilobytes / 1000));
	}

	private static String micros(double micros) {
		return (micros < 1000) ? "%.1f us".formatted(micros) : "%.2f ms".formatted(micros / 1000);
	}

	private Samples cpu(PeerKind kind) {
		return Objects.requireNonNull(this.cpuMicros.get(kind));
	}

	private Samples allocated(PeerKind kind) {
		return Objects.requireNonNull(this.kilobytes.get(kind));
	}

}
