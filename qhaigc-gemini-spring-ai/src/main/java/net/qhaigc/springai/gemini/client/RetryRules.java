package net.qhaigc.springai.gemini.client;

import org.springframework.core.retry.RetryTemplate;

/**
 * The rules that decide whether requests are sent and retried.
 *
 * @param template the template whose policy and listener are used
 * @param condition a condition that applies in addition to the policy
 */
record RetryRules(RetryTemplate template, RequestCondition condition) {

	private static final RequestCondition NONE = new RequestCondition() {

		@Override
		public boolean allowsRetry(Throwable failure) {
			return true;
		}

		@Override
		public boolean allowsSending() {
			return true;
		}

	};

	/** Return rules without a condition. */
	static RetryRules of(RetryTemplate template) {
		return new RetryRules(template, NONE);
	}

	RetryRules withTemplate(RetryTemplate other) {
		return new RetryRules(other, this.condition);
	}

	/** Return these rules with an additional condition. */
	RetryRules withCondition(RequestCondition other) {
		RequestCondition current = this.condition;
		return new RetryRules(this.template, (current == NONE) ? other : new RequestCondition() {

			@Override
			public boolean allowsRetry(Throwable failure) {
				return current.allowsRetry(failure) && other.allowsRetry(failure);
			}

			@Override
			public boolean allowsSending() {
				return current.allowsSending() && other.allowsSending();
			}

		});
	}

	/** Return a request with the condition. */
	GatewayRequest apply(GatewayRequest request) {
		return (this.condition == NONE) ? request : request.withCondition(this.condition);
	}

}
