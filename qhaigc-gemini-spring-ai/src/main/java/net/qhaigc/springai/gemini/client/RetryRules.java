package net.qhaigc.springai.gemini.client;

import org.springframework.core.retry.RetryTemplate;

/**
 * The rules that decide whether requests are sent and retried.
 *
 * @param template the template whose policy and listener are used
 * @param condition a condition that applies in addition to the policy
 */
record RetryRules(RetryTemplate template, RequestCondition condition) {

	private static final RequestCondition NO_CONDITION = new RequestCondition() {

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
		return new RetryRules(template, NO_CONDITION);
	}

	RetryRules withTemplate(RetryTemplate other) {
		return new RetryRules(other, this.condition);
	}

	/** Return these rules with an additional condition. */
	RetryRules withCondition(RequestCondition other) {
		RequestCondition current = this.condition;
		return new RetryRules(this.template, (current == NO_CONDITION) ? other : new RequestCondition() {

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

	/** Return the request with the condition of these rules. */
	GatewayRequest addConditionTo(GatewayRequest request) {
		return (this.condition == NO_CONDITION) ? request : request.withCondition(this.condition);
	}

}
