/** One answer on the page. Events are gathered and drawn once per frame. */

import { element } from "./dom.js";
import { jsonAnswer, parsed } from "./json-table.js";
import { label, number, say, scrolling, seconds, t } from "./language.js";
import { GrowingMarkdown } from "./markdown.js";

/** What is no longer than this stays on one line. */
const LINE = 60;

/** Who listens wants to hear how a long answer begins, and can read on. */
const MOST_WORDS = 1_000;

const BLOCKED = /SAFETY|BLOCKLIST|PROHIBITED|SPII|RECITATION/;

export class AnswerView {

	/** drawn is called after each frame that changed something. */
	constructor({ json, drawn }) {
		this.json = json;
		this.drawn = drawn;
		this.events = [];
		this.tools = new Map();
		this.started = performance.now();
		this.body = element("div", { class: "answer-body" });
		this.waiting = say(element("p", { class: "waiting" }), "answering");
		this.node = label(element("article", { class: "answer", "aria-busy": "true" }, this.body, this.waiting), "model");
	}

	/** The answer and what went wrong with it, for those who listen. */
	get told() {
		const answer = wordsOf(this.body, ":scope > .markdown, :scope > .json > .wide > table, :scope > img, :scope > .note");
		const wrong = wordsOf(this.node, ":scope > .failure > p, :scope > .note");
		return [answer && t("answerReady", { text: answer.slice(0, MOST_WORDS) }), wrong].filter(Boolean).join(" ");
	}

	add(event) {
		this.events.push(event);
		this.frame ??= requestAnimationFrame(() => this.#draw());
	}

	/** Draws what has come and ends the answer; a note says why, if it is not whole. */
	end(note) {
		cancelAnimationFrame(this.frame);
		this.#draw();
		this.#settle();
		for (const tool of this.tools.values()) {
			say(tool.state, "toolLeft");
		}
		this.waiting.remove();
		this.node.removeAttribute("aria-busy");
		if (note) {
			this.node.append(note);
		}
		this.drawn();
	}

	#draw() {
		this.frame = null;
		const events = this.events;
		this.events = [];
		for (const event of events) {
			this[event.type]?.(event);
		}
		this.current?.draw();
		this.drawn();
	}

	thought({ text }) {
		this.#section("thought", () => {
			const markdown = new GrowingMarkdown(element("div", { class: "markdown" }));
			const summary = say(element("summary", {}), "thinkingNow");
			this.body.append(element("details", { class: "thinking" }, summary, markdown.node));
			const since = performance.now();
			markdown.settle = () => say(summary, "thoughtFor", { time: seconds(performance.now() - since) });
			return markdown;
		}).append(text);
	}

	text({ text }) {
		this.#section("text", () => {
			const markdown = this.json ? new GrowingJson() : new GrowingMarkdown(element("div", { class: "markdown" }));
			this.body.append(markdown.node);
			return markdown;
		}).append(text);
	}

	image({ mimeType, data }) {
		this.#settle();
		this.body.append(mimeType.startsWith("image/")
			? element("img", { class: "made", src: `data:${mimeType};base64,${data}`, alt: t("imageOfAnswer"), "data-alt": "imageOfAnswer" })
			: say(element("p", { class: "note" }), "notShown", { type: mimeType }));
	}

	toolCall({ id, name, arguments: args }) {
		this.#settle();
		const tool = { since: performance.now(), state: say(element("span", { class: "state" }), "toolRuns") };
		tool.node = element("details", { class: "tool running", open: true },
			element("summary", {}, element("code", {}, name), " ", tool.state),
			say(element("p", { class: "caption" }), "arguments"), code(args));
		this.tools.set(id, tool);
		this.body.append(tool.node);
	}

	toolResult({ id, result }) {
		const tool = this.tools.get(id);
		if (tool) {
			this.tools.delete(id);
			tool.node.classList.remove("running");
			say(tool.state, "toolDone", { time: seconds(performance.now() - tool.since) });
			tool.node.append(say(element("p", { class: "caption" }), "result"), code(result));
		}
	}

	done({ model, finishReason, promptTokens, completionTokens, firstTokenMillis, totalMillis }) {
		if (finishReason === "MAX_TOKENS") {
			this.node.append(say(element("p", { class: "note" }), "cutByLength"));
		}
		else if (finishReason && finishReason !== "STOP") {
			this.node.append(say(element("p", { class: "note" }), BLOCKED.test(finishReason) ? "blocked" : "endedBy",
				{ reason: finishReason }));
		}
		this.node.append(say(element("p", { class: "figures" }), "figuresOfAnswer", {
			model, prompt: number(promptTokens), completion: number(completionTokens),
			first: seconds(firstTokenMillis), total: seconds(totalMillis)
		}));
	}

	failed({ status, message, retryAfterSeconds }) {
		this.#settle();
		const key = (status === 429 && retryAfterSeconds) ? "error429in" : sentence(status);
		this.node.append(failure(key, { seconds: retryAfterSeconds }, message));
	}

	/** The part that grows, which is a new one where the kind changes. */
	#section(kind, start) {
		if (this.kind !== kind) {
			this.#settle();
			this.kind = kind;
			this.current = start();
		}
		return this.current;
	}

	#settle() {
		const settled = this.current;
		this.current = null;
		this.kind = null;
		if (!settled) {
			return;
		}
		settled.finish();
		settled.settle?.();
		const value = settled.settle ? undefined : parsed(settled.text);
		if (value !== undefined) {
			settled.node.replaceWith(jsonAnswer(value));
		}
	}

}

/** Grows as bare text, since half of a JSON is no JSON yet. */
class GrowingJson {

	constructor() {
		this.text = "";
		this.code = element("code");
		this.node = element("pre", { class: "growing" }, this.code);
	}

	append(text) {
		this.text += text;
	}

	draw() {
		this.code.textContent = this.text;
	}

	finish() {
		this.draw();
	}

}

/** What went wrong, as a sentence, and beneath it in the words of the one who knows more. */
export function failure(key, values, details) {
	return element("div", { class: "failure", role: "group" },
		say(element("p"), key, values),
		...(details ? [element("p", { class: "details", lang: "en" }, details)] : []));
}

function sentence(status) {
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

function code(text) {
	try {
		const value = JSON.parse(text);
		const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
		text = (line.length <= LINE) ? line : JSON.stringify(value, null, 2);
	}
	catch {
		// Not JSON: a tool may answer with any text.
	}
	return scrolling(element("pre", {}, element("code", {}, text)), "code");
}

function wordsOf(node, selector) {
	return [...node.querySelectorAll(selector)].map((each) => each.alt ?? each.innerText).join(" ");
}
