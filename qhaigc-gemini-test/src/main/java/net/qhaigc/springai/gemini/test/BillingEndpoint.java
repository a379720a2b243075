package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoints {@code /v1/dashboard/billing/subscription}, which always returns the same
 * spending limit, and {@code /v1/dashboard/billing/usage}, which always returns a usage
 * of zero.
 */
final class BillingEndpoint implements OpenAiEndpoint {

	private static final int LIMIT_IN_USD = 100;

	@Override
	public String method() {
		return "GET";
	}

	@Override
	public boolean namesModel() {
		return false;
	}

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		return null;
	}

	@Override
	public ReplyBody generate(ReceivedRequest request) {
		ObjectNode json = Json.object();
		if (request.path().endsWith("/usage")) {
			json.put("object", "list").put("total_usage", 0);
		}
		else {
			json.put("object", "billing_subscription")
				.put("has_payment_method", true)
				.put("soft_limit_usd", LIMIT_IN_USD)
				.put("hard_limit_usd", LIMIT_IN_USD)
				.put("system_hard_limit_usd", LIMIT_IN_USD)
				.put("access_until", 0);
		}
		return ReplyBody.Raw.json(json);
	}

	@Override
	public ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request) {
		throw OpenAiEndpoint.mismatch(body, request, null);
	}

}
