package net.qhaigc.springai.gemini.client.retry;

import org.springframework.core.retry.Retryable;

/**
 * Provides retry listeners with the name of a request. Listeners cannot execute the
 * request.
 *
 * @param operation the operation of the client, such as {@code stream}
 * @param model the requested model; empty if there is none
 */
record NamedRetryable(String operation, String model) implements Retryable<Object> {

	@Override
	public Object execute() {
		throw new UnsupportedOperationException("'%s' cannot be executed by a listener".formatted(getName()));
	}

	@Override
	public String getName() {
		return this.model.isEmpty() ? this.operation : this.operation + " " + this.model;
	}

}
