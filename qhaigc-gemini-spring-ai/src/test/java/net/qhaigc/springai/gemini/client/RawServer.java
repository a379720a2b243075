package net.qhaigc.springai.gemini.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLServerSocket;

/**
 * A server that reads each request completely, and writes whatever bytes a test
 * specifies, so that responses can violate HTTP.
 */
public final class RawServer implements AutoCloseable {

	private final ServerSocket server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private RawServer(ServerSocket server) throws IOException {
		this.server = server;
		server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
	}

	/** Start a server that records each request, and calls a handler for it. */
	public static RawServer start(Handler handler) {
		RawServer server = bind(unboundSocket());
		server.threads.execute(() -> server.accept((head, socket) -> handler.respond(server.record(head), socket)));
		return server;
	}

	/**
	 * Start a server that responds according to the request head, and does not record
	 * requests.
	 */
	public static RawServer startWithResponse(ResponseWriter writer) {
		return startWithResponse(unboundSocket(), writer);
	}

	/**
	 * Bind a socket, and start a server on it that responds according to the request head
	 * and does not record requests.
	 */
	public static RawServer startWithResponse(ServerSocket socket, ResponseWriter writer) {
		RawServer server = bind(socket);
		server.threads.execute(() -> server.accept(writer));
		return server;
	}

	private static ServerSocket unboundSocket() {
		try {
			return new ServerSocket();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RawServer bind(ServerSocket socket) {
		try {
			return new RawServer(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Start a server that responds to each request with the same body. */
	public static RawServer startWithBody(String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return start((number, socket) -> {
			write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n");
			socket.getOutputStream().write(bytes);
		});
	}

	public static void write(Socket socket, String text) throws IOException {
		OutputStream out = socket.getOutputStream();
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	/** Reset the connection instead of closing it normally. */
	public static void reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

	public String url() {
		String scheme = (this.server instanceof SSLServerSocket) ? "https" : "http";
		return scheme + "://127.0.0.1:" + this.server.getLocalPort();
	}

	/** Return the heads of the recorded requests. */
	public List<String> requests() {
		return this.requests;
	}

	public int connections() {
		return this.connections.get();
	}

	/** Record a request and return its number. */
	private int record(String head) {
		synchronized (this.requests) {
			this.requests.add(head);
			return this.requests.size();
		}
	}

	private void accept(ResponseWriter writer) {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				this.connections.incrementAndGet();
				this.threads.execute(() -> serve(socket, writer));
			}
		}
		catch (IOException ex) {
			// The server is closed.
		}
	}

	private void serve(Socket socket, ResponseWriter writer) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
				boolean early = writer.respondsEarly(head);
				if (early) {
					writer.write(head, socket);
				}
				in.readNBytes(contentLength(head));
				if (!early) {
					writer.write(head, socket);
				}
			}
		}
		catch (IOException ex) {
			// The client or the server closed the connection.
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int value = in.read();
			if (value < 0) {
				return "";
			}
			head.append((char) value);
		}
		return head.toString();
	}

	private static int contentLength(String head) {
		return head.lines()
			.filter((line) -> line.toLowerCase().startsWith("content-length:"))
			.map((line) -> Integer.parseInt(line.substring(15).strip()))
			.findFirst()
			.orElse(0);
	}

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

	/** Handles requests that the server records. */
	public interface Handler {

		/**
		 * Handle a request, and write a response or nothing.
		 * @param number the number of the request, from 1
		 * @param socket the connection of the request
		 * @throws IOException to end the connection
		 */
		void respond(int number, Socket socket) throws IOException;

	}

	/** Writes responses according to the request head. */
	public interface ResponseWriter {

		/**
		 * Write the response, or a part of it.
		 * @param head the request line and the headers
		 * @param socket the connection of the request
		 * @throws IOException to end the connection
		 */
		void write(String head, Socket socket) throws IOException;

		/** Whether the response is written before the body of the request is read. */
		default boolean respondsEarly(String head) {
			return false;
		}

	}

}
