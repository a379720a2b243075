package net.qhaigc.springai.gemini.client.error;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelPipelineException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2MultiplexActiveStreamsException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;

import org.springframework.ai.retry.TransientAiException;

/**
 * Determines which exceptions of the network and of the HTTP connectors are transient. If
 * several superclasses of an exception have a rule, the rule of the nearest one applies.
 * Exceptions of connectors other than Reactor Netty, and exceptions that are not
 * accessible, are identified by name.
 */
final class ExceptionRules {

	private static final int MAX_TEXT = 500;

	/** Whether exceptions are transient, keyed by the name of their class. */
	private static final Map<String, Boolean> RULES = new HashMap<>();

	static {
		addTransientTypes(IOException.class, UncheckedIOException.class, TimeoutException.class,
				CancellationException.class, RejectedExecutionException.class, TransientAiException.class);
		addTransientTypes(ChannelException.class, DecoderException.class, PrematureChannelClosureException.class,
				Http2Exception.class, Http2FrameStreamException.class, Http2MultiplexActiveStreamsException.class,
				AbortedException.class);
		addPermanentTypes(ChannelPipelineException.class, TooLongFrameException.class,
				Http2Exception.HeaderListSizeException.class);
		addTypesByName(true, "io.netty.channel.pool.", "SimpleChannelPool$ChannelPoolFullException");
		addTypesByName(true, "io.netty.resolver.dns.", "DnsErrorCauseException", "DnsNameResolverException",
				"DnsResolveContext$DnsResolveContextException");
		addTypesByName(true, "io.netty.handler.codec.", "http3.Http3Exception", "http3.Http3HeadersValidationException",
				"http3.QpackException", "quic.QuicException");
		addTypesByName(true, "reactor.netty.", "internal.shaded.reactor.pool.PoolAcquirePendingLimitException",
				"transport.TransportConnector$RetryConnectException");
		addTypesByName(true, "org.eclipse.jetty.", "client.HttpRequestException", "client.HttpResponseException",
				"client.RetryableRequestException", "http.HttpException$IllegalArgumentException",
				"http.HttpException$IllegalStateException", "http.HttpException$RuntimeException",
				"http.compression.EncodingException", "util.IteratingCallback$AbortingException",
				"util.IteratingCallback$ClosedException", "util.SharedBlockingCallback$BlockerFailedException",
				"util.StaticException");
		addTypesByName(true, "org.apache.hc.", "client5.http.impl.ConnectionShutdownException",
				"client5.http.impl.TunnelRefusedException", "core5.http.ParseException",
				"core5.http2.hpack.HPackException");
		addTypesByName(false, "org.apache.hc.", "client5.http.UnsupportedSchemeException",
				"core5.http.ContentTooLongException", "core5.http.HttpException",
				"core5.http.MessageConstraintException", "core5.http2.hpack.HeaderListConstraintException");
	}

	private ExceptionRules() {
	}

	@SafeVarargs
	private static void addTransientTypes(Class<? extends Throwable>... types) {
		for (Class<?> type : types) {
			RULES.put(type.getName(), true);
		}
	}

	@SafeVarargs
	private static void addPermanentTypes(Class<? extends Throwable>... types) {
		for (Class<?> type : types) {
			RULES.put(type.getName(), false);
		}
	}

	private static void addTypesByName(boolean isTransient, String prefix, String... types) {
		for (String type : types) {
			RULES.put(prefix + type, isTransient);
		}
	}

	/**
	 * Whether an exception is transient: a rule declares it or one of its causes
	 * transient, and no rule declares any of them permanent.
	 */
	static boolean isTransient(Throwable exception) {
		boolean isTransient = false;
		for (@Nullable
		Throwable cause = exception; cause != null; cause = cause.getCause()) {
			Boolean rule = rule(cause.getClass());
			if (Boolean.FALSE.equals(rule)) {
				return false;
			}
			isTransient |= Boolean.TRUE.equals(rule);
		}
		return isTransient;
	}

	/**
	 * Return the rule for a type; null if neither the type nor a superclass has a rule.
	 */
	private static @Nullable Boolean rule(Class<?> type) {
		for (@Nullable
		Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
			Boolean rule = RULES.get(ancestor.getName());
			if (rule != null) {
				return rule;
			}
		}
		return null;
	}

	/**
	 * Whether an exception of Reactor Netty, the JDK, HttpComponents or Jetty reports
	 * that the server did not respond with valid HTTP.
	 */
	static boolean reportsInvalidHttp(Throwable exception) {
		String message = String.valueOf(exception.getMessage());
		return message.startsWith("invalid version format") || message.startsWith("Invalid status line")
				|| message.startsWith("Invalid protocol version") || message.startsWith("400: No Status")
				|| message.startsWith("400: Unknown Version") || isNamed(exception, "UnsupportedHttpVersionException");
	}

	/**
	 * Whether an exception has one of the given simple names. Names are compared because
	 * the exceptions of Reactor Netty's pool are internal, and those of other connectors
	 * are not always on the classpath.
	 */
	static boolean isNamed(Throwable exception, String... types) {
		return Arrays.asList(types).contains(exception.getClass().getSimpleName());
	}

	static boolean isConnectTimeout(Throwable exception) {
		return exception instanceof HttpConnectTimeoutException || isNamed(exception, "ConnectTimeoutException")
				|| (exception instanceof SocketTimeoutException
						&& String.valueOf(exception.getMessage()).startsWith("Connect"));
	}

	static boolean isReadTimeout(Throwable exception) {
		return exception instanceof ReadTimeoutException || exception instanceof HttpTimeoutException
				|| exception instanceof SocketTimeoutException || exception instanceof TimeoutException;
	}

	/**
	 * Return the message, or the type of an exception without a message, such as
	 * {@code ClosedChannelException}.
	 */
	static String describe(Throwable exception) {
		return limit((exception.getMessage() != null) ? exception.getMessage() : exception.getClass().getSimpleName());
	}

	/** Truncate a text, since a text that a server sent can have any length. */
	static String limit(String text) {
		return ErrorMessages.limit(text, MAX_TEXT);
	}

	/** Whether a pooled connection was closed while a request acquired it. */
	static boolean isPooledConnectionClosed(@Nullable Throwable failure) {
		return failure instanceof IOException
				&& String.valueOf(failure.getMessage()).startsWith("Error while acquiring");
	}

	static boolean isConnectionReset(@Nullable Throwable failure) {
		String message = (failure instanceof IOException) ? failure.getMessage() : null;
		return message != null && (message.contains("Connection reset") || message.contains("Broken pipe"));
	}

	static boolean hasCause(Throwable failure, Predicate<Throwable> predicate) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (predicate.test(cause)) {
				return true;
			}
		}
		return false;
	}

}
