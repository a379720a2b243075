package net.qhaigc.springai.gemini.client;

import org.springframework.core.retry.Retryable;

/**
 * The name that listeners see. They cannot execute it.
 *
 * @param name the name of the call
 */
record NamedRetryable(String name) implements Retryable<Object> {

	@Override
	public Object execute() {
		throw new UnsupportedOperationException("'%s' cannot be executed by a listener".formatted(this.name));
	}

	@Override
	public String getName() {
		return this.name;
	}

}
