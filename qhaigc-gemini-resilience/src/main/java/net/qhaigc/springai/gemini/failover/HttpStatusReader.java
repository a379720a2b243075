package net.qhaigc.springai.gemini.failover;

import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Reads the HTTP status from the exceptions of other providers.
 */
final class HttpStatusReader {

	/** Spring AI's own chat models write the status into the message of the exception. */
	private static final Pattern MESSAGE = Pattern.compile("\\bHTTP (?:status )?(?:code )?([45]\\d\\d)\\b");

	/** The methods of the exceptions in vendors' libraries that return the status. */
	private static final String[] METHODS = { "statusCode", "code" };

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
		for (String name : METHODS) {
			Method method = ReflectionUtils.findMethod(failure.getClass(), name);
			if (method != null && method.getReturnType() == int.class) {
				return value(method, failure);
			}
		}
		return statusInMessage(failure.getMessage());
	}

	private static int value(Method method, Throwable failure) {
		try {
			return errorOrZero((int) method.invoke(failure));
		}
		catch (ReflectiveOperationException ex) {
			return 0;
		}
	}

	/**
	 * Return 0 for a successful status: only reading the response can have failed then.
	 */
	private static int errorOrZero(int status) {
		return (status >= 400 && status < 600) ? status : 0;
	}

	private static int statusInMessage(@Nullable String message) {
		Matcher matcher = MESSAGE.matcher((message != null) ? message : "");
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

}
