package net.qhaigc.springai.gemini.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * A proxy on the loopback interface that supports {@code CONNECT}. All tunnels lead to
 * the same server, regardless of the host in the request.
 */
final class ConnectProxy implements AutoCloseable {

	private final ServerSocket server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<String> requests = new ConcurrentLinkedQueue<>();

	private final Queue<String> heads = new ConcurrentLinkedQueue<>();

	private final int target;

	private final @Nullable String credentials;

	/**
	 * Start a proxy.
	 * @param target the URL of the server that tunnels lead to
	 * @param credentials the required value of {@code Proxy-Authorization}; null for no
	 * authentication
	 */
	ConnectProxy(String target, @Nullable String credentials) throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.target = URI.create(target).getPort();
		this.credentials = credentials;
		this.threads.execute(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/** Return the request lines of all requests. */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	/** Return all requests with their headers. */
	String heads() {
		return String.join("\n", this.heads);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.threads.execute(() -> serve(client));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			String head = head(client.getInputStream());
			this.heads.add(head);
			this.requests.add(head.lines().findFirst().orElse(""));
			if (this.credentials != null && !head.contains(this.credentials)) {
				send(client,
						"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
								+ "Content-Length: 0\r\n\r\n");
				return;
			}
			open(client);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void open(Socket client) throws IOException {
		try (Socket gateway = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			send(client, "HTTP/1.1 200 Connection Established\r\n\r\n");
			this.threads.execute(() -> copy(client, gateway));
			copy(gateway, client);
		}
		catch (ConnectException ex) {
			send(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
		}
	}

	private static String head(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				break;
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/** Copy bytes until either end closes its connection. */
	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// The tunnel ends when one of its connections is closed.
		}
	}

}
