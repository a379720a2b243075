package net.qhaigc.springai.gemini.client;

import org.springframework.core.retry.Retryable;

/**
 * Provides retry listeners with the name of a request. They cannot execute it.
 *
 * @param operation the kind of call
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
