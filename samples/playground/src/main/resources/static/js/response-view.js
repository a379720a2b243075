/** A response on the page. Events are queued, and rendered once per frame. */

import { element } from "./dom.js";
import { jsonView, parseJson, StreamingJson } from "./json-table.js";
import { duration, makeScrollable, number, setLabel, setText, t } from "./language.js";
import { StreamingMarkdown } from "./markdown.js";

/** JSON up to this length is shown on a single line. */
const MAX_LINE_CHARS = 60;

/** Screen readers announce the beginning of a long response only. */
const MAX_ANNOUNCED_CHARS = 1_000;

const BLOCKED_REASONS = /SAFETY|BLOCKLIST|PROHIBITED|SPII|RECITATION/;

export class ResponseView {

	/** Calls onRender after each frame in which events were rendered. */
	constructor({ json, onRender }) {
		this.json = json;
		this.onRender = onRender;
		this.events = [];
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

	add(event) {
		this.events.push(event);
		this.frame ??= requestAnimationFrame(() => this.#render());
	}

	/** Renders the remaining events and ends the response; the note, if any, says why it is incomplete. */
	end(note) {
		cancelAnimationFrame(this.frame);
		this.#render();
		this.#endSection();
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
		this.#section("text", () => {
			const view = this.json ? new StreamingJson() : new StreamingMarkdown(element("div", { class: "markdown" }));
			this.body.append(view.node);
			return view;
		}).append(text);
	}

	image({ mimeType, data }) {
		this.#endSection();
		this.body.append(mimeType.startsWith("image/")
			? element("img", { class: "generated", src: `data:${mimeType};base64,${data}`, alt: t("generatedImage"), "data-alt": "generatedImage" })
			: setText(element("p", { class: "note" }), "unsupportedMedia", { type: mimeType }));
	}

	toolCall({ id, name, arguments: args }) {
		this.#endSection();
		const tool = { start: performance.now(), state: setText(element("span", { class: "state" }), "toolRunning") };
		tool.node = element("details", { class: "tool running", open: true },
			element("summary", {}, element("code", {}, name), " ", tool.state),
			setText(element("p", { class: "caption" }), "arguments"), codeBlock(args));
		this.tools.set(id, tool);
		this.body.append(tool.node);
	}

	toolResult({ id, result }) {
		const tool = this.tools.get(id);
		if (tool) {
			this.tools.delete(id);
			tool.node.classList.remove("running");
			setText(tool.state, "toolDone", { time: duration(performance.now() - tool.start) });
			tool.node.append(setText(element("p", { class: "caption" }), "result"), codeBlock(result));
		}
	}

	done({ model, finishReason, promptTokens, completionTokens, firstTokenMillis, totalMillis }) {
		if (finishReason === "MAX_TOKENS") {
			this.node.append(setText(element("p", { class: "note" }), "truncated"));
		}
		else if (finishReason && finishReason !== "STOP") {
			this.node.append(setText(element("p", { class: "note" }), BLOCKED_REASONS.test(finishReason) ? "blocked" : "otherFinishReason",
				{ reason: finishReason }));
		}
		this.node.append(setText(element("p", { class: "metrics" }), "responseMetrics", {
			model, prompt: number(promptTokens), completion: number(completionTokens),
			first: duration(firstTokenMillis), total: duration(totalMillis)
		}));
	}

	failed({ status, message, retryAfterSeconds }) {
		this.#endSection();
		const key = (status === 429 && retryAfterSeconds) ? "error429RetryAfter" : errorKey(status);
		this.node.append(errorNode(key, { seconds: retryAfterSeconds }, message));
	}

	/** Returns the current section, or a new one if the kind of the events changes. */
	#section(kind, create) {
		if (this.kind !== kind) {
			this.#endSection();
			this.kind = kind;
			this.current = create();
		}
		return this.current;
	}

	#endSection() {
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
	if (status === 401 || status === 403) {
		return "error401";
	}
	if (status === 404 || status === 429) {
		return `error${status}`;
	}
	if (status >= 500) {
		return "error500";
	}
	return (status >= 400) ? "error400" : "error0";
}

function codeBlock(text) {
	try {
		const value = JSON.parse(text);
		const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
		text = (line.length <= MAX_LINE_CHARS) ? line : JSON.stringify(value, null, 2);
	}
	catch {
		// The result of a tool may be any text.
	}
	return makeScrollable(element("pre", {}, element("code", {}, text)), "code");
}

function textOf(node, selector) {
	return [...node.querySelectorAll(selector)].map((match) => match.alt ?? match.innerText).join(" ");
}
