package net.qhaigc.springai.gemini.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server without manners, for what no decent one does. Each request is read whole; what
 * follows is up to the test.
 */
final class RawServer implements AutoCloseable {

	private final ServerSocket server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private RawServer(Exchange exchange) throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.threads.execute(() -> accept(exchange));
	}

	/** Starts a server that does the same for each request. */
	static RawServer start(Exchange exchange) {
		try {
			return new RawServer(exchange);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts a server that gives each request the same answer. */
	static RawServer answering(String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return start((number, socket) -> {
			write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n");
			socket.getOutputStream().write(bytes);
		});
	}

	static void write(Socket socket, String text) throws IOException {
		OutputStream out = socket.getOutputStream();
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	/** Closes with a reset instead of a farewell. */
	static void reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getLocalPort();
	}

	/** The heads of the requests so far. */
	List<String> requests() {
		return this.requests;
	}

	int connections() {
		return this.sockets.size();
	}

	private void accept(Exchange exchange) {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				this.threads.execute(() -> serve(socket, exchange));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket, Exchange exchange) {
		try {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (String head = head(in); !head.isEmpty(); head = head(in)) {
				in.readNBytes(contentLength(head));
				int number;
				synchronized (this.requests) {
					this.requests.add(head);
					number = this.requests.size();
				}
				exchange.answer(number, socket);
			}
		}
		catch (IOException ex) {
			// closed, by one side or the other
		}
	}

	private static String head(InputStream in) throws IOException {
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
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : new ArrayList<>(this.sockets)) {
			socket.close();
		}
		this.threads.shutdownNow();
	}

	/** What happens after a request. */
	interface Exchange {

		/**
		 * Answers, or not.
		 * @param number the number of the request, from 1
		 * @param socket where it came from
		 * @throws IOException to end the connection
		 */
		void answer(int number, Socket socket) throws IOException;

	}

}
