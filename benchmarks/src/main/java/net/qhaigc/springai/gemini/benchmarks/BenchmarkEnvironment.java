package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.Task;
import net.qhaigc.springai.gemini.benchmarks.client.Transport;
import net.qhaigc.springai.gemini.benchmarks.server.BenchmarkServer;
import net.qhaigc.springai.gemini.benchmarks.server.TransportServer;

/**
 * The servers and the clients that the measurements share.
 */
final class BenchmarkEnvironment implements AutoCloseable {

	private static final int CONNECTIONS = 100;

	private final Scale scale;

	private final ChildJvm server;

	private final String baseUrl;

	private final Map<ClientKind, MeasuredClient> clients = new EnumMap<>(ClientKind.class);

	private final Map<Transport, Map<ClientKind, MeasuredClient>> clientsByTransport = new EnumMap<>(Transport.class);

	/** Started for the first measurement with a {@link Transport}. */
	private @Nullable ChildJvm transportServer;

	private String tlsPort = "";

	private String gzipPort = "";

	BenchmarkEnvironment(Scale scale) throws IOException {
		this.scale = scale;
		this.server = ChildJvm.start(BenchmarkServer.class, List.of());
		this.baseUrl = "http://127.0.0.1:" + this.server.readLine();
		for (ClientKind kind : ClientKind.values()) {
			this.clients.put(kind, kind.create(this.baseUrl, CONNECTIONS));
		}
	}

	Scale scale() {
		return this.scale;
	}

	String baseUrl() {
		return this.baseUrl;
	}

	Map<ClientKind, Exchange> prepare(Task task) {
		Map<ClientKind, Exchange> exchanges = new EnumMap<>(ClientKind.class);
		this.clients.forEach((kind, client) -> exchanges.put(kind, client.prepare(task)));
		return exchanges;
	}

	Exchange prepare(ClientKind kind, Task task) {
		return Objects.requireNonNull(this.clients.get(kind)).prepare(task);
	}

	/**
	 * Prepare the exchanges of the clients that are measured with the transport.
	 */
	Map<ClientKind, Exchange> prepare(Task task, Transport transport) throws IOException {
		if (this.transportServer == null) {
			this.transportServer = ChildJvm.start(TransportServer.class, List.of());
			String[] ports = this.transportServer.readLine().split(" ");
			this.tlsPort = ports[0];
			this.gzipPort = ports[1];
		}
		String url = (transport == Transport.GZIP) ? "http://127.0.0.1:" + this.gzipPort
				: "https://127.0.0.1:" + this.tlsPort;
		Map<ClientKind, Exchange> exchanges = new EnumMap<>(ClientKind.class);
		this.clientsByTransport.computeIfAbsent(transport, (key) -> key.createClients(url, CONNECTIONS))
			.forEach((kind, client) -> exchanges.put(kind, client.prepare(task)));
		return exchanges;
	}

	@Override
	public void close() {
		this.clientsByTransport.values().forEach((clients) -> clients.values().forEach(MeasuredClient::close));
		if (this.transportServer != null) {
			this.transportServer.close();
		}
		this.clients.values().forEach(MeasuredClient::close);
		this.server.close();
	}

}
