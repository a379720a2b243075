package net.qhaigc.springai.gemini.failover;

import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Reads the HTTP status from the exceptions of chat models that do not belong to this
 * library.
 */
final class HttpStatusReader {

	/** Spring AI's own chat models write the status into the message of the exception. */
	private static final Pattern STATUS_IN_MESSAGE = Pattern.compile("\\bHTTP (?:status )?(?:code )?([45]\\d\\d)\\b");

	/**
	 * The names of the methods that return the status in exceptions of vendors'
	 * libraries.
	 */
	private static final String[] STATUS_METHODS = { "statusCode", "code" };

	private HttpStatusReader() {
	}

	/** Return the status of an HTTP error; 0 if the failure is not an HTTP error. */
	static int read(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			int status = status(cause);
			if (status != 0) {
				return status;
			}
		}
		return 0;
	}

	private static int status(Throwable failure) {
		if (failure instanceof WebClientResponseException ex) {
			return errorOrZero(ex.getStatusCode().value());
		}
		if (failure instanceof RestClientResponseException ex) {
			return errorOrZero(ex.getStatusCode().value());
		}
		for (String name : STATUS_METHODS) {
			Method method = ReflectionUtils.findMethod(failure.getClass(), name);
			if (method != null && method.getReturnType() == int.class) {
				return invoke(method, failure);
			}
		}
		return statusInMessage(failure.getMessage());
	}

	private static int invoke(Method method, Throwable failure) {
		try {
			return errorOrZero((int) method.invoke(failure));
		}
		catch (ReflectiveOperationException ex) {
			return 0;
		}
	}

	/**
	 * Return 0 for a status that is not an error. An exception with such a status, for
	 * example 200, means that the response could not be read.
	 */
	private static int errorOrZero(int status) {
		return (status >= 400 && status < 600) ? status : 0;
	}

	private static int statusInMessage(@Nullable String message) {
		Matcher matcher = STATUS_IN_MESSAGE.matcher((message != null) ? message : "");
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

}
