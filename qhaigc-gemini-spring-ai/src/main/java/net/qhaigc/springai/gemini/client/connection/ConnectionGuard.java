package net.qhaigc.springai.gemini.client.connection;

import java.util.Set;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpClientUpgradeHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * Ensures that a response on an HTTP/1.1 connection is delivered to the request that it
 * belongs to. HTTP/1.1 matches responses to requests by their order only, so a connection
 * is used again only if exactly one well-formed response followed each of its requests.
 * The rules are:
 * <ul>
 * <li>Interim responses before the final response are dropped.</li>
 * <li>Anything that is received while no response is expected closes the connection:
 * bytes after a response, a second response, bytes on an idle connection.</li>
 * <li>If the connection was used before, a request is written only after the event loop
 * has read from the connection once more, so that bytes that arrived earlier are not
 * mistaken for the response.</li>
 * <li>A connection that was used before is closed if a successful response begins before
 * the request has been written completely.</li>
 * <li>A connection is not used again after a response that cannot be decoded. The same
 * applies after a response that reports a timeout of the server or of a proxy, since the
 * delayed response may still follow.</li>
 * </ul>
 * Bytes after a response, and a successful response that was not requested, also suspend
 * the reuse of the client's other connections.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

	private static final Log logger = LogFactory.getLog(ConnectionGuard.class);

	/** Request timeout, gateway timeout, and Cloudflare's origin timeout. */
	private static final Set<Integer> TIMEOUTS = Set.of(408, 504, 524);

	private final InterimResponses interim = new InterimResponses();

	private final ResponseBoundary boundary = new ResponseBoundary(this);

	private final ReuseSuspension reuse;

	private final RequestProgress requestProgress = new RequestProgress();

	@SuppressWarnings("NullAway.Init")
	private ChannelHandlerContext context;

	@SuppressWarnings("NullAway.Init")
	private HeldWrites writes;

	private Phase phase = Phase.IDLE;

	/** Whether the connection has served a response. */
	private boolean used;

	/**
	 * The last message of a response, which is held until it is known whether more bytes
	 * follow.
	 */
	private @Nullable HttpObject end;

	/** Whether another message followed the response that has ended. */
	private boolean surplus;

	/** Whether the response allows the connection to be used again. */
	private boolean reusable;

	ConnectionGuard(ReuseSuspension reuse) {
		this.reuse = reuse;
	}

	/**
	 * Return the handler that must be added before the decoder. The guard itself must be
	 * added after the decoder.
	 */
	ResponseBoundary boundary() {
		return this.boundary;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		this.writes = new HeldWrites(context);
		this.reuse.add(this);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.reuse.remove(this);
	}

	boolean isResponseExpected() {
		return this.phase == Phase.AWAITING || this.phase == Phase.RECEIVING;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest) {
			beginRequest();
		}
		ChannelPromise written = this.requestProgress.track(message, promise);
		this.writes.write(message, this.writes.isHolding() ? written.unvoid() : written);
	}

	private void beginRequest() {
		boolean outstanding = this.phase != Phase.IDLE;
		if (!this.used && !outstanding) {
			this.phase = Phase.AWAITING;
			return;
		}
		this.phase = Phase.HELD;
		this.writes.start();
		if (outstanding || this.reuse.isSuspended()) {
			close(outstanding ? "the previous request has no complete response"
					: "the reuse of connections is suspended");
		}
		else {
			this.writes.runAfterNextRead(this::writeHeld);
		}
	}

	private void writeHeld() {
		if (this.phase == Phase.HELD) {
			this.phase = Phase.AWAITING;
			this.writes.release();
		}
	}

	@Override
	public void flush(ChannelHandlerContext context) {
		if (!this.writes.isHolding()) {
			context.flush();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof HttpObject http)) {
			context.fireChannelRead(message);
		}
		else if (this.boundary.isProbing()) {
			this.boundary.recordProbe(http);
			ReferenceCountUtil.release(message);
		}
		else if (!isResponseExpected()) {
			this.surplus = true;
			ReferenceCountUtil.release(message);
		}
		else if (this.interim.belongsToInterimResponse(http)) {
			ReferenceCountUtil.release(message);
			context.read();
		}
		else {
			deliver(http);
		}
	}

	private void deliver(HttpObject message) {
		if (message instanceof HttpResponse response && isEarly(response)) {
			ReferenceCountUtil.release(message);
			close("a response began before the request was sent completely");
			return;
		}
		if (message.decoderResult().isFailure()) {
			this.phase = Phase.CLOSED;
			closeAfterResponse("a response could not be decoded");
		}
		else if (isUpgrade(message)) {
			removeAfterUpgrade();
		}
		else if (message instanceof LastHttpContent) {
			this.phase = Phase.IDLE;
			this.end = message;
			this.boundary.recordEndOfResponse();
			if (!this.boundary.isDecoding()) {
				deliverEnd(true);
			}
			return;
		}
		else if (message instanceof HttpResponse response) {
			this.phase = Phase.RECEIVING;
			this.reusable = !TIMEOUTS.contains(response.status().code());
		}
		this.context.fireChannelRead(message);
	}

	private boolean isEarly(HttpResponse response) {
		return this.used && !this.requestProgress.isWritingFinished()
				&& response.status().codeClass() == HttpStatusClass.SUCCESS;
	}

	private static boolean isUpgrade(HttpObject message) {
		return message instanceof HttpResponse response
				&& response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

	private void removeAfterUpgrade() {
		if (this.context.pipeline().get(HttpClientUpgradeHandler.class) == null) {
			closeAfterResponse("the protocol was switched without an upgrade request");
		}
		this.context.pipeline().remove(this.boundary).remove(this);
	}

	boolean hasCompleteResponse() {
		return this.end != null;
	}

	/**
	 * Deliver the end of the response, after which the pool may give the connection to
	 * the next request.
	 * @param atStart whether the decoder is at the start of the next message
	 */
	void deliverEnd(boolean atStart) {
		HttpObject end = this.end;
		this.end = null;
		this.used = true;
		if (this.surplus || !atStart) {
			this.reuse.suspend();
			closeAfterResponse("more bytes followed a response");
		}
		else if (!this.reusable || this.reuse.isSuspended()) {
			closeAfterResponse(
					this.reusable ? "the reuse of connections is suspended" : "the response reported a timeout");
		}
		this.context.fireChannelRead(end);
	}

	/**
	 * Close the connection, because bytes arrived while no response was expected.
	 * @param isSuccessfulResponse whether the bytes begin a successful response, which
	 * suspends the reuse of connections
	 */
	void closeAfterUnexpectedBytes(boolean isSuccessfulResponse) {
		if (isSuccessfulResponse) {
			this.reuse.suspend();
		}
		close("bytes arrived while no response was expected");
	}

	/** Close the connection if it has been used and is not in use now. */
	void closeIfIdle() {
		this.context.channel().eventLoop().execute(() -> {
			if (this.used && this.phase == Phase.IDLE && this.context.channel().isActive()) {
				close("the client closes its idle connections");
			}
		});
	}

	/**
	 * Close immediately: with TLS, a normal close would first send what is still queued.
	 */
	private void close(String reason) {
		this.phase = Phase.CLOSED;
		log("Closing", reason);
		this.context.channel().unsafe().close(this.context.newPromise());
	}

	/** Do not return the connection to the pool when its response has been delivered. */
	private void closeAfterResponse(String reason) {
		log("Not reusing", reason);
		Connection.from(this.context.channel()).markPersistent(false);
	}

	private void log(String action, String reason) {
		if (logger.isDebugEnabled()) {
			logger.debug("%s %s: %s".formatted(action, this.context.channel(), reason));
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.reuse.remove(this);
		context.fireChannelInactive();
		this.writes.fail();
	}

	/** What is happening on the connection. */
	private enum Phase {

		/** No request is outstanding. */
		IDLE,

		/** A request waits until the event loop has read from the connection. */
		HELD,

		/** A request was written, and its response has not begun. */
		AWAITING,

		/** A response is being received. */
		RECEIVING,

		/** The connection is no longer used. */
		CLOSED

	}

}
