package net.qhaigc.springai.gemini.client.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AttributeKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.netty.http.client.HttpClient;

import net.qhaigc.springai.gemini.client.error.Redactor;

/**
 * Redacts the API key in the reason phrase of a response, and in the exception for a
 * response that cannot be decoded, since the message of the exception quotes the
 * response. If debug logging of Reactor Netty is enabled, headers whose names contain the
 * key are removed. Reactor Netty logs reason phrases, header names and exceptions before
 * the client receives them.
 */
@ChannelHandler.Sharable
final class RedactionHandler extends ChannelInboundHandlerAdapter {

	private static final Log REACTOR_NETTY = LogFactory.getLog(HttpClient.class);

	private static final AttributeKey<Redactor> REDACTOR = AttributeKey.valueOf(RedactionHandler.class, "redactor");

	/** Set the redactor of the request that is about to be written to a connection. */
	static void set(Channel channel, Redactor redactor) {
		channel.attr(REDACTOR).set(redactor);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpObject http && http.decoderResult().isFailure()) {
			Throwable cause = http.decoderResult().cause();
			Throwable redacted = redactor(context).redact(cause);
			if (redacted != cause) {
				http.setDecoderResult(DecoderResult.failure(redacted));
			}
		}
		if (message instanceof HttpResponse response) {
			if (response.status() != HttpResponseStatus.valueOf(response.status().code())) {
				redactReason(response, redactor(context));
			}
			if (REACTOR_NETTY.isDebugEnabled()) {
				removeHeadersWithKeyInName(response.headers(), redactor(context));
			}
		}
		context.fireChannelRead(message);
	}

	private static void redactReason(HttpResponse response, Redactor redactor) {
		String reason = response.status().reasonPhrase();
		String redacted = redactor.redact(reason);
		if (redacted != reason) {
			response.setStatus(new HttpResponseStatus(response.status().code(), redacted));
		}
	}

	private static void removeHeadersWithKeyInName(HttpHeaders headers, Redactor redactor) {
		for (String name : headers.names()) {
			if (redactor.redact(name) != name) {
				headers.remove(name);
			}
		}
	}

	private static Redactor redactor(ChannelHandlerContext context) {
		Redactor redactor = context.channel().attr(REDACTOR).get();
		return (redactor != null) ? redactor : Redactor.NONE;
	}

}
