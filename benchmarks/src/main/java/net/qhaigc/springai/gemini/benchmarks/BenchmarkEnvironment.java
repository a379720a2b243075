package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.Peer;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;
import net.qhaigc.springai.gemini.benchmarks.server.BenchmarkServer;

/**
 * The server and its clients, created once for all measurements.
 */
final class BenchmarkEnvironment implements AutoCloseable {

	private static final int CONNECTIONS = 100;

	private final Scale scale;

	private final ChildJvm server;

	private final String baseUrl;

	private final Map<PeerKind, Peer> peers = new EnumMap<>(PeerKind.class);

	BenchmarkEnvironment(Scale scale) throws IOException {
		this.scale = scale;
		this.server = ChildJvm.start(BenchmarkServer.class, List.of());
		this.baseUrl = "http://127.0.0.1:" + this.server.readLine();
		for (PeerKind kind : PeerKind.values()) {
			this.peers.put(kind, kind.create(this.baseUrl, CONNECTIONS));
		}
	}

	Scale scale() {
		return this.scale;
	}

	String baseUrl() {
		return this.baseUrl;
	}

	Map<PeerKind, Exchange> prepare(Task task) {
		Map<PeerKind, Exchange> exchanges = new EnumMap<>(PeerKind.class);
		this.peers.forEach((kind, peer) -> exchanges.put(kind, peer.prepare(task)));
		return exchanges;
	}

	@Override
	public void close() {
		this.peers.values().forEach(Peer::close);
		this.server.close();
	}

}
