/** A conversation on the page: its turns, and the answer that is being made. */

import { answer } from "./api.js";
import { AnswerView, failure } from "./answer-view.js";
import { element } from "./dom.js";
import { jsonAnswer, parsed } from "./json-table.js";
import { label, say, t } from "./language.js";
import { render } from "./markdown.js";

/** What is left of a frame besides is for layout and the reader. */
const SLICE_MILLIS = 8;

export class ConversationView {

	/**
	 * changed is called when something was drawn, begun when the first of an answer has come,
	 * ended when the last has.
	 */
	constructor(id, { changed, begun, ended }) {
		this.id = id;
		this.changed = changed;
		this.begun = begun;
		this.ended = ended;
		this.node = element("section", { class: "turns" });
		this.figures = [];
	}

	get isEmpty() {
		return this.node.childElementCount === 0;
	}

	get isAnswering() {
		return this.running !== undefined;
	}

	/**
	 * Shows what the memory has of an old conversation: the end at once, and what went before
	 * in the frames that follow, so that a long one does not hold the page up.
	 */
	async remember(turns) {
		if (turns.length === 0) {
			return;
		}
		const note = say(element("p", { class: "note" }), "fromMemory");
		this.node.prepend(note);
		for (let next = turns.length - 1; next >= 0;) {
			const slice = performance.now() + SLICE_MILLIS;
			do {
				note.after(remembered(turns[next--]));
			}
			while (next >= 0 && performance.now() < slice);
			this.changed(this);
			await new Promise(requestAnimationFrame);
		}
	}

	/** Asks, and shows the answer as it comes. */
	async ask(question) {
		this.running = new AbortController();
		const view = new AnswerView({ json: question.form === "JSON", drawn: () => this.changed(this) });
		this.node.append(questionNode(question.text, question.images), view.node);
		this.changed(this);
		let note;
		try {
			note = await this.#follow(view, question);
		}
		catch {
			note = this.running.signal.aborted ? say(element("p", { class: "note" }), "stopped") : failure("playgroundGone");
		}
		this.running = undefined;
		view.end(note);
		this.ended(this, view);
	}

	/** Stops the answer; the server cancels the request to the gateway. */
	stop() {
		this.running?.abort();
	}

	async #follow(view, question) {
		let last;
		for await (const event of answer(this.id, question, this.running.signal)) {
			view.add(event);
			if (!last) {
				this.begun();
			}
			last = event;
		}
		if (last?.type === "done") {
			this.figures.push(last);
			return undefined;
		}
		return (last?.type === "failed") ? undefined : failure("brokeOff");
	}

}

function questionNode(text, images) {
	return label(element("article", { class: "question" },
		...images.map((image) => element("img", {
			src: `data:${image.mimeType};base64,${image.data}`, alt: t("imageOfQuestion"), "data-alt": "imageOfQuestion"
		})),
		...(text ? [element("p", {}, text)] : [])), "you");
}

function remembered({ user, text }) {
	return user ? questionNode(text, []) : rememberedAnswer(text);
}

function rememberedAnswer(text) {
	const value = parsed(text);
	const body = element("div", { class: "answer-body" }, text.trim() === "" ? say(element("p", { class: "note" }), "emptyAnswer")
		: (value === undefined) ? element("div", { class: "markdown" }, render(text)) : jsonAnswer(value));
	return label(element("article", { class: "answer" }, body), "model");
}
