/** A conversation on the page: its turns, and the response that is being streamed. */

import { streamResponse } from "./api.js";
import { element } from "./dom.js";
import { jsonView, parseJson } from "./json-table.js";
import { setLabel, setText, t } from "./language.js";
import { render } from "./markdown.js";
import { errorNode, ResponseView } from "./response-view.js";

/** The time per frame for rendering history. The rest of a frame is left for layout and input. */
const HISTORY_MILLIS_PER_FRAME = 8;

export class ConversationView {

	/**
	 * Calls onChange after rendering, onStart after the first event of a response, and onEnd
	 * after the last one.
	 */
	constructor(id, { onChange, onStart, onEnd }) {
		this.id = id;
		this.onChange = onChange;
		this.onStart = onStart;
		this.onEnd = onEnd;
		this.node = element("section", { class: "turns" });
		this.completed = [];
	}

	get isEmpty() {
		return this.node.childElementCount === 0;
	}

	get isStreaming() {
		return this.abortController !== undefined;
	}

	/**
	 * Shows the turns from the chat memory: the last ones at once, and earlier ones in the
	 * following frames, so that a long conversation does not block the page.
	 */
	async showHistory(turns) {
		if (turns.length === 0) {
			return;
		}
		const note = setText(element("p", { class: "note" }), "historyNote");
		this.node.prepend(note);
		for (let next = turns.length - 1; next >= 0;) {
			const deadline = performance.now() + HISTORY_MILLIS_PER_FRAME;
			do {
				note.after(turnNode(turns[next--]));
			}
			while (next >= 0 && performance.now() < deadline);
			this.onChange(this);
			await new Promise(requestAnimationFrame);
		}
	}

	/** Sends a message, and shows the response while it is streamed. */
	async send(message) {
		this.abortController = new AbortController();
		const view = new ResponseView({ json: message.format === "JSON", onRender: () => this.onChange(this) });
		this.node.append(userNode(message.text, message.images), view.node);
		this.onChange(this);
		let note;
		try {
			note = await this.#stream(view, message);
		}
		catch {
			note = this.abortController.signal.aborted ? setText(element("p", { class: "note" }), "stopped") : errorNode("serverUnavailable");
		}
		this.abortController = undefined;
		view.end(note);
		this.onEnd(this, view);
	}

	/** Stops the response. The server cancels the request to the gateway. */
	stop() {
		this.abortController?.abort();
	}

	async #stream(view, message) {
		let last;
		for await (const event of streamResponse(this.id, message, this.abortController.signal)) {
			view.add(event);
			if (!last) {
				this.onStart();
			}
			last = event;
		}
		if (last?.type === "done") {
			this.completed.push(last);
			return undefined;
		}
		return (last?.type === "failed") ? undefined : errorNode("incomplete");
	}

}

function userNode(text, images) {
	return setLabel(element("article", { class: "user-message" },
		...images.map((image) => element("img", {
			src: `data:${image.mimeType};base64,${image.data}`, alt: t("userImage"), "data-alt": "userImage"
		})),
		...(text ? [element("p", {}, text)] : [])), "you");
}

function turnNode({ user, text, images }) {
	const shown = images.filter(({ mimeType }) => mimeType.startsWith("image/"));
	return user ? userNode(text, shown) : modelNode(text, shown);
}

function modelNode(text, images) {
	const body = element("div", { class: "response-body" },
		...(text.trim() === "" && images.length > 0 ? [] : [textNode(text)]),
		...images.map(({ mimeType, data }) => element("img", {
			class: "generated", src: `data:${mimeType};base64,${data}`, alt: t("generatedImage"), "data-alt": "generatedImage"
		})));
	return setLabel(element("article", { class: "response" }, body), "model");
}

function textNode(text) {
	const value = parseJson(text);
	return text.trim() === "" ? setText(element("p", { class: "note" }), "emptyResponse")
		: (value === undefined) ? element("div", { class: "markdown" }, render(text)) : jsonView(value);
}
