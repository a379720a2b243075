/** A response on the page. Events are queued, and rendered once per frame. */

import { suggestionsUrl } from "./api.js";
import { copyButton } from "./clipboard.js";
import { textBlock } from "./code-block.js";
import { Countdown } from "./countdown.js";
import { element } from "./dom.js";
import { groundingNode, withCitations } from "./grounding.js";
import { jsonView, parseJson, StreamingJson } from "./json-table.js";
import { cost, duration, number, setLabel, setText, t } from "./language.js";
import { StreamingMarkdown } from "./markdown.js";
import { dataUrl, mediaNode } from "./media.js";
import { costOf, tokensPerSecond } from "./prices.js";

/** JSON up to this length is shown on a single line. */
const MAX_LINE_CHARS = 60;

/** Screen readers announce only the beginning of a long response. */
const MAX_ANNOUNCED_CHARS = 1_000;

const BLOCKED_REASONS = /SAFETY|BLOCKLIST|PROHIBITED|SPII|RECITATION/;

export class ResponseView {

	/** Calls onRender after each frame in which events were rendered. */
	constructor({ json, model, onRender }) {
		this.json = json;
		this.model = model;
		this.onRender = onRender;
		this.events = [];
		this.source = "";
		this.tools = new Map();
		this.body = element("div", { class: "response-body" });
		this.waiting = setText(element("p", { class: "waiting" }), "generating");
		this.node = setLabel(element("article", { class: "response", "aria-busy": "true" }, this.body, this.waiting), "model");
	}

	/** The text that screen readers announce: the response and its errors. */
	get announcement() {
		const response = textOf(this.body, ":scope > .markdown, :scope > .json > .scrollable > table, :scope > img, :scope > .note");
		const errors = textOf(this.node, ":scope > .error > p, :scope > .note");
		return [response && t("announceResponse", { text: response.slice(0, MAX_ANNOUNCED_CHARS) }), errors].filter(Boolean).join(" ");
	}

	/** Whether there is a text that the conversation keeps, even if the response is incomplete. */
	get hasText() {
		return this.source !== "";
	}

	add(event) {
		this.events.push(event);
		this.frame ??= requestAnimationFrame(() => this.#render());
	}

	/** Renders the remaining events and ends the response; the note, if any, says why it is incomplete. */
	end(note) {
		cancelAnimationFrame(this.frame);
		this.#render();
		this.#endSection();
		this.#endRetry();
		for (const tool of this.tools.values()) {
			setText(tool.state, "toolNoResult");
		}
		this.waiting.remove();
		this.node.removeAttribute("aria-busy");
		if (note) {
			this.node.append(note);
		}
		this.onRender();
	}

	/** Appends the buttons of the response: the first buttons, if any, a button that copies the text, and the other buttons. */
	showActions(others, first = []) {
		this.node.append(element("div", { class: "actions" }, ...first,
			...(this.hasText ? [copyButton("copyResponse", () => this.source)] : []), ...others));
	}

	#render() {
		this.frame = null;
		const events = this.events;
		this.events = [];
		for (const event of events) {
			this[event.type]?.(event);
		}
		this.current?.render();
		this.onRender();
	}

	started({ turn }) {
		this.turn = turn;
	}

	retry({ attempt, waitMillis, requested, status }) {
		this.#endRetry();
		this.waiting.hidden = true;
		const values = { attempt, status: status || t("noResponse") };
		const text = element("span");
		const node = element("div", { class: "retry" }, text, element("span", { class: "bar", style: null }));
		node.lastChild.style.setProperty("--wait", `${waitMillis}ms`);
		this.retries = { node, text, values: { ...values, time: duration(waitMillis) } };
		this.retries.countdown = new Countdown(waitMillis, (seconds) =>
			setText(text, (seconds > 0) ? (requested ? "retryRequested" : "retryIn") : "retrying", { ...values, seconds }));
		this.body.append(node);
	}

	#endRetry() {
		if (this.retries) {
			const { node, text, values, countdown } = this.retries;
			countdown.stop();
			node.className = "retry past";
			setText(text, "retried", values);
			this.retries = null;
			this.waiting.hidden = false;
		}
	}

	failover({ from, to }) {
		this.#endRetry();
		this.body.append(setText(element("p", { class: "note failover" }), "failedOver", { from, to }));
	}

	thought({ text }) {
		this.#section("thought", () => {
			const markdown = new StreamingMarkdown(element("div", { class: "markdown" }));
			const summary = setText(element("summary", {}), "thinkingInProgress");
			this.body.append(element("details", { class: "thinking" }, summary, markdown.node));
			const start = performance.now();
			markdown.onEnd = () => setText(summary, "thoughtFor", { time: duration(performance.now() - start) });
			return markdown;
		}).append(text);
	}

	text({ text }) {
		this.source += text;
		this.#section("text", () => {
			const view = this.json ? new StreamingJson() : new StreamingMarkdown(element("div", { class: "markdown" }));
			this.body.append(view.node);
			return view;
		}).append(text);
		this.lastText = this.current;
	}

	media(media) {
		this.#endSection();
		this.body.append(mediaNode(media.mimeType, dataUrl(media), "generatedImage", "generated"));
	}

	toolCall({ id, name, arguments: args }) {
		this.#endSection();
		const tool = { start: performance.now(), state: setText(element("span", { class: "state" }), "toolRunning") };
		tool.node = element("details", { class: "tool running", open: true },
			element("summary", {}, element("code", {}, name), " ", tool.state),
			setText(element("p", { class: "caption" }), "arguments"), jsonBlock(args));
		this.tools.set(id, tool);
		this.body.append(tool.node);
	}

	toolResult({ id, result }) {
		const tool = this.tools.get(id);
		if (tool) {
			this.tools.delete(id);
			tool.node.classList.remove("running");
			setText(tool.state, "toolDone", { time: duration(performance.now() - tool.start) });
			tool.node.append(setText(element("p", { class: "caption" }), "result"), jsonBlock(result));
		}
	}

	code({ language, code }) {
		this.#endSection();
		this.executed = element("details", { class: "tool executed running", open: true },
			setText(element("summary"), "codeRunning"), textBlock(code, (language ?? "").toLowerCase()));
		this.body.append(this.executed);
	}

	codeResult({ success, output }) {
		this.#endSection();
		const executed = this.executed ?? element("details", { class: "tool executed", open: true }, element("summary"));
		if (!this.executed) {
			this.body.append(executed);
		}
		executed.classList.remove("running");
		setText(executed.querySelector("summary"), success ? "codeDone" : "codeFailed");
		executed.append(setText(element("p", { class: "caption" }), "result"), textBlock(output ?? "", "text"));
		this.executed = null;
	}

	grounding(grounding) {
		this.#endSection();
		if (this.lastText?.node.isConnected !== false && !this.json && this.lastText) {
			withCitations(this.lastText, this.source, grounding);
		}
		this.node.insertBefore(groundingNode(grounding, grounding.suggestions ? suggestionsUrl(this.turn) : null), this.waiting);
	}

	done(response) {
		const { finishReason } = response;
		if (finishReason === "MAX_TOKENS") {
			this.node.append(setText(element("p", { class: "note" }), "truncated"));
		}
		else if (finishReason && finishReason !== "STOP") {
			this.node.append(setText(element("p", { class: "note" }), BLOCKED_REASONS.test(finishReason) ? "blocked" : "otherFinishReason",
				{ reason: finishReason }));
		}
		this.completed = response;
		this.node.append(element("p", { class: "metrics" }, ...this.#metrics(response)));
	}

	#metrics(response) {
		const { model, promptTokens, completionTokens, thinkingTokens, cachedTokens, firstTokenMillis, totalMillis } = response;
		const speed = tokensPerSecond(response);
		const price = costOf(response, this.model);
		const parts = [setText(element("span"), "responseMetrics", {
			model, prompt: number(promptTokens), completion: number(completionTokens), first: duration(firstTokenMillis), total: duration(totalMillis)
		})];
		const add = (key, values) => parts.push(" · ", setText(element("span"), key, values));
		if (thinkingTokens > 0) {
			add("thinkingTokens", { tokens: number(thinkingTokens) });
		}
		if (cachedTokens > 0) {
			add("cachedTokens", { tokens: number(cachedTokens) });
		}
		if (speed) {
			add("speed", { speed: number(Math.round(speed)) });
		}
		if (price !== undefined) {
			parts.push(" · ", element("span", { class: "cost" }, cost(price)));
		}
		return parts;
	}

	failed({ status, message, retryAfterSeconds, incomplete }) {
		this.#endSection();
		this.#endRetry();
		const key = incomplete ? "errorIncomplete" : (status === 429 && retryAfterSeconds) ? "error429RetryAfter" : errorKey(status);
		const node = errorNode(key, { seconds: retryAfterSeconds }, message);
		if (key === "error429RetryAfter") {
			new Countdown(retryAfterSeconds * 1_000, (seconds) =>
				setText(node.firstChild, (seconds > 0) ? key : "retryNow", { seconds }), node);
		}
		this.node.append(node);
	}

	/** Returns the section that shows the current thoughts or text, or a new section if the kind of the events changes. */
	#section(kind, create) {
		this.#endRetry();
		if (this.kind !== kind) {
			this.#endSection();
			this.kind = kind;
			this.current = create();
		}
		return this.current;
	}

	#endSection() {
		this.#endRetry();
		const section = this.current;
		this.current = null;
		this.kind = null;
		if (!section) {
			return;
		}
		section.finish();
		section.onEnd?.();
		const value = section.onEnd ? undefined : parseJson(section.text);
		if (value !== undefined) {
			section.node.replaceWith(jsonView(value));
		}
	}

}

/** Returns an error message, followed by the details from the gateway. */
export function errorNode(key, values, details) {
	return element("div", { class: "error", role: "group" },
		setText(element("p"), key, values),
		...(details ? [element("p", { class: "details", lang: "en" }, details)] : []));
}

function errorKey(status) {
	if ([401, 403, 404, 429].includes(status)) {
		return `error${status}`;
	}
	if (status >= 500) {
		return "error500";
	}
	return (status >= 400) ? "error400" : "error0";
}

function jsonBlock(text) {
	let language = "text";
	try {
		const value = JSON.parse(text);
		const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
		text = (line.length <= MAX_LINE_CHARS) ? line : JSON.stringify(value, null, 2);
		language = "json";
	}
	catch {
		// The result of a tool can be any text.
	}
	return textBlock(text, language);
}

function textOf(node, selector) {
	return [...node.querySelectorAll(selector)].map((match) => match.alt ?? match.innerText).join(" ");
}
