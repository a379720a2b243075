package net.qhaigc.springai.gemini.client.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

import static net.qhaigc.springai.gemini.client.error.ErrorOutcome.BY_STATUS;
import static net.qhaigc.springai.gemini.client.error.ErrorOutcome.PERMANENT;
import static net.qhaigc.springai.gemini.client.error.ErrorOutcome.TRANSIENT;
import static net.qhaigc.springai.gemini.client.error.ErrorOutcome.TRANSIENT_WITH_ONE_RETRY;
import static net.qhaigc.springai.gemini.client.error.ErrorOutcome.TRANSIENT_WITHOUT_RETRY;
import static net.qhaigc.springai.gemini.client.error.ErrorPattern.codes;
import static net.qhaigc.springai.gemini.client.error.ErrorPattern.status;
import static net.qhaigc.springai.gemini.client.error.ErrorPattern.words;

/**
 * The known errors of gateways, of the proxies in front of gateways and of the vendors
 * behind gateways. A rule consists of the patterns that recognize an error, the outcome
 * (whether and how the request is retried), the kind of the failure, and the advice for
 * the user. The first rule that matches applies. The advice can contain placeholders:
 * {@code {model}} for the requested model, {@code {key}} for the source of the API key,
 * {@code {variable}} for the environment variable of the key, {@code {param}} for the
 * {@code param} of the error, and {@code {location}} for the target of a redirect.
 */
enum ErrorRule {

	OTHER_FORMAT(PERMANENT, FailureKind.GATEWAY,
			"The response for the model '{model}' is not in Gemini's format. Set qhaigc.endpoint to the other "
					+ "endpoint (native or unified), or qhaigc.model to a model that is served in Gemini's format",
			codes("openai_format|images_format")),

	PROMPT_BLOCKED(PERMANENT, FailureKind.CONTENT,
			"The prompt was blocked. Change the prompt or the history, or the thresholds in qhaigc.chat.safety-settings",
			codes("prompt_blocked|data_?inspection_?failed|content_filter|content_policy_violation|prohibited_content")
				.orWords("blocked: *prompt|prohibited_content|data_?inspection_?failed")),

	WORD_FILTER(PERMANENT, FailureKind.CONTENT,
			"The gateway's content filter rejected the prompt or the history. Change the text that the error names",
			codes("sensitive_words?_detected").orWords("sensitive words? (was |were )?detected|敏感词|敏感詞")),

	RESERVATION_TOO_LARGE(PERMANENT, FailureKind.CREDIT,
			"The request needs more credit than is left, because the gateway reserves the price of the longest "
					+ "possible response. Top up the account of the API key ({key}), or lower qhaigc.chat.max-output-tokens",
			words("预扣费额度失败|預扣費額度失敗|pre-?consum.{1,80}(remain|left).{1,80}(need|requir)")),

	NO_CREDIT(PERMANENT, FailureKind.CREDIT,
			"The account of the API key has insufficient credit ({key}). Top up the account, or raise the limit of the "
					+ "API key at the gateway",
			codes("insufficient_(quota|user_quota|token_quota|balance|user_balance|credits?|funds)|billing_.*"
					+ "|pre_consume_token_quota_failed|token_?status_?exhausted")
				.orWords("余额不足|餘額不足|额度不足|額度不足|额度已用尽|額度已用盡|配额不足|欠费|欠費|TokenStatusExhausted"
						+ "|quota is not enough|insufficient (user |account )?(balance|quota|credits?|funds)"
						+ "|(balance|credits?) (is )?(too low|not enough|exhausted)"),
			status(402)),

	VENDOR_ACCOUNT(TRANSIENT_WITH_ONE_RETRY, FailureKind.UNAVAILABLE,
			"The vendor rejected the gateway's account, not the API key of the request ({key}). Try again later, or "
					+ "report the error to the operator of the gateway",
			status(401).and((error) -> error.hasType("upstream_error")),
			words("api[ _-]?key|credential|service account").withStatus(400, 403)
				.and((error) -> error.hasType("upstream_error"))),

	KEY_NOT_ALLOWED(PERMANENT, FailureKind.API_KEY,
			"The API key or its group is not permitted to use the model '{model}' ({key}). Set qhaigc.model to a "
					+ "model that the API key can use, or change the permissions or the group of the API key at the "
					+ "gateway",
			words("无权访问|無權訪問|无权使用|無權使用|no access to (the )?model|(does not|doesn't) have access to (the )?model"
					+ "|分组.{0,40}(已被弃用|已被禁用)|分組.{0,40}(已被棄用|已被禁用)|group.{0,40}(is )?deprecated")),

	KEY_REJECTED(PERMANENT, FailureKind.API_KEY, "The gateway rejected the API key. Check {key}{variable}",
			codes("invalid_api_key|api_key_invalid|authentication_error|unauthenticated")
				.orWords("无效的令牌|無效的令牌|令牌无效|令牌已过期|令牌已過期|令牌状态不可用|令牌狀態不可用|未提供令牌"),
			status(401)),

	CHANNEL_FAILED(TRANSIENT, FailureKind.UNAVAILABLE,
			"The last channel of the gateway for the model '{model}' failed. Try again later",
			codes("get_channel_failed").orWords("可用(渠道|管道|通道)不存在 *[（(]retry|可用渠道不存在 *[（(]重试")),

	MODEL_WITHOUT_PRICE(PERMANENT, FailureKind.MODEL,
			"The gateway has no price for the model '{model}'. Set qhaigc.model to another model, or ask the operator "
					+ "of the gateway to set the price",
			codes("model_price_error|model_price_not_configured")
				.orWords("倍率或价格未配置|倍率或價格未配置|ratio or price (is )?not (set|configured)")),

	WRONG_PATH(PERMANENT, FailureKind.GATEWAY, "The path does not exist. Check qhaigc.base-url",
			words("invalid url *[(（]|404 page not found|there is no .{1,200} here|no such (path|route|url|endpoint)"
					+ "|no static resource|cannot (post|get) /|unknown (path|route|url|endpoint)|(path|route|url) .{0,200}not found")
				.withStatus(400, 404, 405)
				.and((error) -> !error.isHtml())),

	MODEL_NOT_SERVED(PERMANENT, FailureKind.MODEL,
			"The gateway does not serve the model '{model}' to this API key. Set qhaigc.model to a model of the gateway",
			codes("model_not_found|model_not_exist|no_available_channel|not_found_error|not_found")
				.orWords("无可用渠道|無可用渠道|無可用管道|无可用通道|可用渠道不存在|模型不存在|no available channels?|incorrect model id")
				.and((error) -> error.model() != null),
			words("model.{0,200}(does not exist|not found|not supported|no longer available)").withStatus(400, 404)
				.and((error) -> error.model() != null && !error.isHtml()),
			status(404).and(ReceivedError::namesModel)),

	NOT_IMPLEMENTED(PERMANENT, FailureKind.GATEWAY,
			"The gateway does not implement this endpoint. Check qhaigc.endpoint and qhaigc.base-url",
			codes("api_not_implemented")),

	CHANNEL_MISCONFIGURED(PERMANENT, FailureKind.MODEL,
			"The channel of the gateway for the model '{model}' is not configured correctly. Set qhaigc.model to another "
					+ "model, or report the error to the operator of the gateway",
			codes("channel:(model_mapped_error|.*_override_invalid)")),

	INVALID_REQUEST(PERMANENT, FailureKind.REQUEST,
			"The gateway cannot process the request, and a retry would fail too. Check qhaigc.model, "
					+ "qhaigc.endpoint and the options of the request",
			codes("invalid_request|convert_request_failed|bad_request_body|gen_relay_info_failed|invalid_api_type")),

	INVALID_ARGUMENT(PERMANENT, FailureKind.REQUEST, "", codes("invalid_argument|failed_precondition")),

	FORBIDDEN(PERMANENT, FailureKind.API_KEY,
			"The API key is not permitted to use this model or feature (403). Check {key}",
			codes("permission_error|permission_denied|account_deactivated")),

	ZERO_QUOTA(PERMANENT, FailureKind.MODEL,
			"The quota of the gateway's account for the model '{model}' is 0. Set qhaigc.model to another model",
			words("\\blimit: *0(?![.,]?\\d)").withStatus(429, 500, 503)),

	SATURATED_MODEL(TRANSIENT, FailureKind.UNAVAILABLE,
			"The vendor rejected the model '{model}' ({param}), and the gateway reports this as saturation. If "
					+ "the error persists, set qhaigc.model to another model",
			words("负载已饱和|負載已飽和|load is saturated")
				.and((error) -> error.error() != null && String.valueOf(error.error().param()).matches("40[0-4]"))),

	SATURATED(TRANSIENT, FailureKind.UNAVAILABLE, "The channels of the gateway are saturated. Try again later",
			words("负载已饱和|負載已飽和|load is saturated")),

	ACCOUNTS_FAILED(TRANSIENT, FailureKind.UNAVAILABLE,
			"The vendor rejected all accounts of the gateway. Try again later", codes("relay_upstream_failure")),

	CHALLENGE(PERMANENT, FailureKind.GATEWAY,
			"The response is a page that checks for a browser (a challenge), which a program cannot pass. Ask the "
					+ "operator of the gateway to exclude its API from the challenge, or use another qhaigc.base-url",
			status(403, 429, 503).and(ReceivedError::isCloudflareChallenge),
			words("just a moment|challenge-platform|cf-chl").withStatus(403, 429, 503).and(ReceivedError::isHtml)),

	FIREWALL(PERMANENT, FailureKind.GATEWAY,
			"A firewall in front of the gateway, not the gateway itself, rejected the request. Firewalls filter by "
					+ "User-Agent (set another one in qhaigc.headers) and by IP address (ask the operator to allow yours)",
			status(403).and(ReceivedError::isText),
			words("you have been blocked|attention required|access denied|error code: 10\\d\\d").withStatus(403)
				.and(ReceivedError::isHtml)),

	EDGE_TIMEOUT(TRANSIENT_WITHOUT_RETRY, FailureKind.TIMEOUT,
			"A proxy in front of the gateway did not wait for the response. The request was not retried, since it may "
					+ "have been charged. Use stream(), or request a shorter response",
			status(524),
			status(504).and((error) -> !error.codes().stream().anyMatch("DEADLINE_EXCEEDED"::equalsIgnoreCase))),

	VENDOR_TIMEOUT(BY_STATUS, FailureKind.TIMEOUT,
			"The vendor did not complete the response in time. Send a shorter prompt, or request a shorter response",
			status(504)),

	REDIRECT_WITHOUT_TARGET(PERMANENT, FailureKind.GATEWAY,
			"The response is a redirect without a Location header. Check whether qhaigc.base-url is the URL of the "
					+ "gateway",
			status(301, 302, 303, 307, 308).and((error) -> error.head().location() == null)),

	REDIRECT(BY_STATUS, FailureKind.GATEWAY,
			"The redirect to {location} was not followed. Set qhaigc.base-url to the URL of the gateway "
					+ "(qhaigc.redirects follows redirects to the same origin only)",
			status(301, 302, 303, 307, 308)),

	TOO_LARGE(BY_STATUS, FailureKind.REQUEST,
			"The request is too large for the gateway. Send fewer messages or smaller media", status(413)),

	HTML_RATE_LIMIT(BY_STATUS, FailureKind.RATE_LIMIT,
			"The gateway, or a proxy in front of it, limits the rate of requests. Send fewer concurrent requests",
			status(429).and(ReceivedError::isHtml)),

	DAILY_QUOTA(BY_STATUS, FailureKind.RATE_LIMIT,
			"The daily quota is used up. Set qhaigc.model to another model, or ask the operator of the gateway "
					+ "for a higher quota",
			status(429).and((error) -> error.error() != null && ErrorDetails.isDailyQuotaExhausted(error.error()))),

	RATE_LIMIT(BY_STATUS, FailureKind.RATE_LIMIT,
			"The gateway limits the requests or the tokens per minute. Send fewer concurrent requests "
					+ "(qhaigc.max-concurrent-requests), or allow more retries (spring.ai.retry.max-attempts)",
			status(429)),

	HTML_UNAVAILABLE(BY_STATUS, FailureKind.UNAVAILABLE,
			"The response is an HTML page: the gateway, or a proxy in front of it, is unavailable. Try again later",
			status().and((error) -> error.isHtml() && error.status() >= 500)),

	HTML_PAGE_AS_RESPONSE(PERMANENT, FailureKind.GATEWAY,
			"The response is an HTML page instead of JSON. Check whether qhaigc.base-url is the URL of the gateway",
			status().and((error) -> error.isHtml() && error.status() < 300)),

	HTML_PAGE(BY_STATUS, FailureKind.GATEWAY,
			"The response is an HTML page instead of JSON. Check whether qhaigc.base-url is the URL of the gateway",
			status().and(ReceivedError::isHtml)),

	UNSUCCESSFUL(PERMANENT, FailureKind.UNAVAILABLE,
			"The response has the HTTP status 200, but reports a failure. If its text does not name the cause, ask the "
					+ "operator of the gateway",
			codes("unsuccessful|\\d+").withStatus(200)),

	NO_PERMISSION(BY_STATUS, FailureKind.API_KEY,
			"The API key is not permitted to use this model or feature (403). Check {key}", status(403)),

	NOT_FOUND(BY_STATUS, FailureKind.GATEWAY, "Check qhaigc.base-url", status(404, 405));

	private final ErrorOutcome outcome;

	private final FailureKind kind;

	private final String advice;

	private final List<ErrorPattern> patterns;

	ErrorRule(ErrorOutcome outcome, FailureKind kind, String advice, ErrorPattern... patterns) {
		this.outcome = outcome;
		this.kind = kind;
		this.advice = advice;
		this.patterns = List.of(patterns);
	}

	/** Return the rule for an error; null if there is none. */
	static @Nullable ErrorRule of(ReceivedError error) {
		for (ErrorRule rule : values()) {
			if (rule.patterns.stream().anyMatch((pattern) -> pattern.matches(error))) {
				return rule;
			}
		}
		return null;
	}

	ErrorOutcome outcome() {
		return this.outcome;
	}

	FailureKind kind() {
		return this.kind;
	}

	/** Return what the user can do; empty if the message of the gateway contains it. */
	String advice() {
		return this.advice;
	}

}
