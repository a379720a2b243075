package net.qhaigc.springai.gemini.test;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Errors of relays such as one-api and new-api, of the proxies in front of relays, and of
 * the vendors to which relays forward requests. The response bodies are those of real
 * servers. If a relay has a message in English and in Chinese, the error has both. A
 * channel is a connection of a relay to a vendor.
 *
 * @see ReplyScript#relayError(RelayError)
 */
public enum RelayError {

	/** 401: the relay does not know the API key. */
	INVALID_TOKEN(401, "new_api_error", "", "Invalid token", "无效的令牌"),

	/** 401: the quota of the API key is exhausted. */
	TOKEN_EXHAUSTED(401, "new_api_error", "", "The token quota is exhausted. TokenStatusExhausted",
			"该令牌额度已用尽 TokenStatusExhausted"),

	/** 403: the account has no credit. */
	NO_CREDIT(403, "new_api_error", "insufficient_user_quota", "user quota is not enough", "用户额度不足"),

	/** 429: the account has no credit. */
	NO_CREDIT_AS_RATE_LIMIT(429, "new_api_error", null, "Insufficient balance, please top up and try again",
			"您的余额不足，请充值后再试"),

	/**
	 * 403: the longest response that the request allows would cost more than the
	 * remaining credit.
	 */
	RESERVATION_TOO_LARGE(403, "new_api_error", "insufficient_user_quota",
			"pre-consume quota failed, remaining: ＄0.0012, need: ＄0.25", "预扣费额度失败, 用户剩余额度: ＄0.0012, 需要预扣费额度: ＄0.25"),

	/** 503: no channel serves the model. */
	NO_CHANNEL(503, "new_api_error", "model_not_found",
			"No available channel for model {model} under group default (distributor)",
			"当前分组 default 下对于模型 {model} 无可用渠道（distributor）"),

	/**
	 * 500: an attempt failed, and no channel is left for another attempt. The response
	 * does not say why the attempt failed.
	 */
	CHANNEL_FAILED(500, "new_api_error", "get_channel_failed",
			"No available channel for model {model} under group default (retry)",
			"分组 default 下模型 {model} 的可用渠道不存在（retry）"),

	/** 403: the API key is not allowed to use the model. */
	MODEL_NOT_ALLOWED(403, "new_api_error", "", "This token has no access to model {model}", "该令牌无权访问模型 {model}"),

	/** 500: the relay has no price for the model. */
	MODEL_WITHOUT_PRICE(500, "new_api_error", "model_price_error", "model {model} ratio or price not set",
			"模型 {model} 倍率或价格未配置，请联系管理员设置"),

	/** 429: a rate limit whose retry delay is only in the error message. */
	RATE_LIMIT_IN_TEXT(429, "upstream_error", 429, "You exceeded your current quota. Please retry in 3.63s.", null),

	/** 500: a rate limit whose status 429 is only in the body. */
	RATE_LIMIT_AS_500(500, "upstream_error", 429, "Resource has been exhausted", null),

	/** 500: a rate limit of the vendor, nested in an error of the relay. */
	NESTED_RATE_LIMIT(500, "application/json",
			"""
					{"error":{"message":"upstream error","type":"upstream_error","code":"upstream_error"},"upstreamStatus":429,
					"upstreamResponse":{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED",
					"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"7s"}]}}}"""),

	/** 500: the request is invalid. */
	INVALID_REQUEST_AS_500(500, "new_api_error", "invalid_request", "field messages is required", "缺少 messages 字段"),

	/** 500: the vendor blocked the prompt. */
	PROMPT_BLOCKED(500, "upstream_error", "prompt_blocked", "request blocked by Gemini API: PROHIBITED_CONTENT", null),

	/** 429: the vendor rejected the prompt. */
	REFUSAL_AS_RATE_LIMIT(429, "upstream_error", "bad_response",
			"{\"error\":{\"message\":\"blocked: prompt PROHIBITED_CONTENT\"}}", null),

	/** 500: the word filter of the relay rejected the prompt. */
	SENSITIVE_WORDS(500, "new_api_error", "sensitive_words_detected", "sensitive words detected: x", "检测到敏感词: x"),

	/** 401: the relay's own API key for the vendor has expired. */
	VENDOR_KEY_EXPIRED(401, "upstream_error", "400", "API key expired. Please renew the API key.", null),

	/** 429: all channels that the account can use are saturated. */
	SATURATED(429, "new_api_error", null, "The upstream load of the current group is saturated, please try again later",
			"当前分组上游负载已饱和，请稍后再试"),

	/** 424: none of the relay's accounts at the vendor works. */
	ACCOUNTS_UNAVAILABLE(424, "relay_upstream_failure", "relay_upstream_failure", "all upstream accounts failed", null),

	/** 404: the path does not exist. */
	INVALID_URL(404, "invalid_request_error", "", "Invalid URL (POST {path})", null),

	/** 501: the relay does not support the API. */
	NOT_IMPLEMENTED(501, "new_api_error", "api_not_implemented", "API not implemented", null),

	/** 200: a failure with a success status. */
	FAILURE_AS_SUCCESS(200, "application/json", "{\"success\":false,\"message\":\"无效的令牌\"}"),

	/** 400: the request is invalid; the response body is encoded in GBK. */
	GBK(400, "application/json; charset=GBK",
			"{\"error\":{\"message\":\"请求参数错误\",\"type\":\"one_api_error\",\"code\":\"\"}}"),

	/** 524: Cloudflare timed out while waiting for the gateway. */
	EDGE_TIMEOUT(524, "application/problem+json",
			"""
					{"type":"https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/",\
					"title":"Error 524: A timeout occurred","status":524}"""),

	/** 403: a firewall in front of the gateway rejected the request. */
	FIREWALL(403, "text/plain", "error code: 1010"),

	/**
	 * 403: a proxy in front of the gateway sent a challenge that only browsers can pass.
	 */
	CHALLENGE(403, "text/html", "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>");

	private final int status;

	private final String contentType;

	private final String english;

	private final String chinese;

	RelayError(int status, String type, @Nullable Object code, String english, @Nullable String chinese) {
		this.status = status;
		this.contentType = "application/json; charset=utf-8";
		this.english = json(type, code, english);
		this.chinese = json(type, code, (chinese != null) ? chinese : english);
	}

	RelayError(int status, String contentType, String body) {
		this.status = status;
		this.contentType = contentType;
		this.english = body;
		this.chinese = body;
	}

	private static String json(String type, @Nullable Object code, String message) {
		ObjectNode json = Json.object();
		ObjectNode error = json.putObject("error")
			.put("message", message + " (request id: {id})")
			.put("type", type)
			.put("param", "");
		error.set("code", Json.value(code));
		return json.toString();
	}

	/** Return the response to a request. */
	ReplyBody.Raw body(ReceivedRequest request, boolean inChinese) {
		String id = "202611290000%d".formatted(request.number());
		String body = (inChinese ? this.chinese : this.english).replace("{model}", Json.escaped(request.model()))
			.replace("{path}", Json.escaped(request.path()))
			.replace("{id}", id);
		return ReplyBody.Raw.of(this.status, headers(id), body);
	}

	private Map<String, String> headers(String id) {
		return (this == CHALLENGE) ? Map.of("Content-Type", this.contentType, "cf-mitigated", "challenge")
				: Map.of("Content-Type", this.contentType, "X-Oneapi-Request-Id", id);
	}

}
