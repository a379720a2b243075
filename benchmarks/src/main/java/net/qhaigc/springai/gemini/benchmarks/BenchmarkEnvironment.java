package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.Peer;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;
import net.qhaigc.springai.gemini.benchmarks.peer.Transport;
import net.qhaigc.springai.gemini.benchmarks.server.BenchmarkServer;
import net.qhaigc.springai.gemini.benchmarks.server.TransportServer;

/**
 * The server and its clients, created once for all measurements.
 */
final class BenchmarkEnvironment implements AutoCloseable {

	private static final int CONNECTIONS = 100;

	private final Scale scale;

	private final ChildJvm server;

	private final String baseUrl;

	private final Map<PeerKind, Peer> peers = new EnumMap<>(PeerKind.class);

	private final Map<Transport, Map<PeerKind, Peer>> peersByTransport = new EnumMap<>(Transport.class);

	/** Started for the first measurement with a {@link Transport}. */
	private @Nullable ChildJvm transportServer;

	private String tlsPort = "";

	private String gzipPort = "";

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

	/** Prepare one client. */
	Exchange prepare(PeerKind kind, Task task) {
		return Objects.requireNonNull(this.peers.get(kind)).prepare(task);
	}

	/** Prepare the clients that can be configured to use a transport. */
	Map<PeerKind, Exchange> prepare(Task task, Transport transport) throws IOException {
		if (this.transportServer == null) {
			this.transportServer = ChildJvm.start(TransportServer.class, List.of());
			String[] ports = this.transportServer.readLine().split(" ");
			this.tlsPort = ports[0];
			this.gzipPort = ports[1];
		}
		String url = (transport == Transport.GZIP) ? "http://127.0.0.1:" + this.gzipPort
				: "https://127.0.0.1:" + this.tlsPort;
		Map<PeerKind, Exchange> exchanges = new EnumMap<>(PeerKind.class);
		this.peersByTransport.computeIfAbsent(transport, (key) -> key.create(url, CONNECTIONS))
			.forEach((kind, peer) -> exchanges.put(kind, peer.prepare(task)));
		return exchanges;
	}

	@Override
	public void close() {
		this.peersByTransport.values().forEach((clients) -> clients.values().forEach(Peer::close));
		if (this.transportServer != null) {
			this.transportServer.close();
		}
		this.peers.values().forEach(Peer::close);
		this.server.close();
	}

}
