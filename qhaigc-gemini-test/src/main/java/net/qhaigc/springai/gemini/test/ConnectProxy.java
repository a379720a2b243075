package net.qhaigc.springai.gemini.test;

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
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the loopback interface for tests of the proxy settings of a client. It
 * supports only {@code CONNECT}. All tunnels lead to the same server, regardless of the
 * host in the request, so that a test can use a host name that cannot be resolved.
 */
public final class ConnectProxy implements AutoCloseable {

	private final ServerSocket server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<String> heads = new ConcurrentLinkedQueue<>();

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final int targetPort;

	private final @Nullable String credentials;

	private ConnectProxy(String target, @Nullable String credentials) {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.targetPort = URI.create(target).getPort();
		this.credentials = credentials;
		this.threads.execute(this::accept);
	}

	/**
	 * Start a proxy that does not require authentication, on a free port.
	 * @param target the URL, with its port, of the server that tunnels lead to, such as
	 * {@link QhaigcGateway#url()}
	 * @return the proxy
	 */
	public static ConnectProxy start(String target) {
		return new ConnectProxy(target, null);
	}

	/**
	 * Start a proxy that requires authentication, on a free port.
	 * @param target the URL, with its port, of the server that tunnels lead to
	 * @param username the username
	 * @param password the password
	 * @return the proxy
	 */
	public static ConnectProxy start(String target, String username, String password) {
		String credentials = username + ":" + password;
		return new ConnectProxy(target,
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Return the port of the proxy.
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Return the request lines of all requests to the proxy, in order.
	 */
	public List<String> requests() {
		return this.heads.stream().map((head) -> head.lines().findFirst().orElse("")).toList();
	}

	/**
	 * Return the request lines and headers of all requests to the proxy, in order.
	 */
	public List<String> requestHeads() {
		return List.copyOf(this.heads);
	}

	/**
	 * Close all tunnels and stop the proxy.
	 */
	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
			this.sockets.add(client);
			String head = readHead(client.getInputStream());
			this.heads.add(head);
			if (this.credentials != null && !head.contains(this.credentials)) {
				send(client,
						"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
								+ "Content-Length: 0\r\n\r\n");
				return;
			}
			openTunnel(client);
		}
		catch (IOException ex) {
			// The client has closed its connection.
		}
	}

	private void openTunnel(Socket client) throws IOException {
		try (Socket target = new Socket(InetAddress.getLoopbackAddress(), this.targetPort)) {
			this.sockets.add(target);
			send(client, "HTTP/1.1 200 Connection Established\r\n\r\n");
			this.threads.execute(() -> copy(client, target));
			copy(target, client);
		}
		catch (ConnectException ex) {
			send(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
		}
	}

	private static String readHead(InputStream input) throws IOException {
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
