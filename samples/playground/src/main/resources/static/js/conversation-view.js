/** A conversation on the page: its turns, and the responses that are being streamed. */

import { entries, keepTurn, mediaUrl, streamResponse } from "./api.js";
import { actionButton, copyButton } from "./clipboard.js";
import { ComparisonView } from "./comparison-view.js";
import { element } from "./dom.js";
import { inspect } from "./inspector.js";
import { jsonView, parseJson } from "./json-table.js";
import { setLabel, setText } from "./language.js";
import { render } from "./markdown.js";
import { dataUrl, mediaNode } from "./media.js";
import { errorNode, ResponseView } from "./response-view.js";

/** The time per frame for rendering history. The rest of a frame is left for layout and input. */
const HISTORY_MILLIS_PER_FRAME = 8;

/** By default, the server sends the generated images of this number of turns again. */
const SENT_IMAGES = 3;

export class ConversationView {

	/**
	 * Calls onChange after rendering, onStart when a response begins and when a request is
	 * retried, and onEnd at the end of a turn. The function settings returns the current
	 * options and models.
	 */
	constructor(id, { onChange, onStart, onEnd, settings }) {
		this.id = id;
		this.onChange = onChange;
		this.onStart = onStart;
		this.onEnd = onEnd;
		this.settings = settings;
		this.node = element("section", { class: "turns" });
		/** The turns, each with its text, its media (with data until the turn is stored), whether it is stored in the conversation, and its nodes. */
		this.turns = [];
		this.completed = [];
	}

	get isEmpty() {
		return this.node.childElementCount === 0;
	}

	get isStreaming() {
		return this.abortController !== undefined;
	}

	/** Loads the turns from the chat memory, and shows the last turns. */
	async load() {
		const all = await entries(this.id);
		this.#showHistory(all);
	}

	/**
	 * Shows the last turns immediately, and earlier turns in the following frames, so that a long
	 * conversation does not block the page.
	 */
	async #showHistory(all) {
		if (all.length === 0) {
			return;
		}
		const note = setText(element("p", { class: "note" }), "historyNote");
		this.node.prepend(note);
		const nodes = all.map(() => null);
		all.forEach((entry, i) => entry.user && this.turns.push(this.#historyTurn(entry, all, i, nodes)));
		for (let next = all.length - 1; next >= 0;) {
			const deadline = performance.now() + HISTORY_MILLIS_PER_FRAME;
			do {
				note.after(nodes[next] = this.#entryNode(all[next], next));
				next--;
			}
			while (next >= 0 && performance.now() < deadline);
			this.onChange(this);
			await new Promise(requestAnimationFrame);
		}
		this.#markOldImages();
	}

	#historyTurn({ text, media }, all, i, nodes) {
		const view = this;
		return {
			text, media, stored: true,
			get nodes() {
				const end = all.findIndex((entry, j) => j > i && entry.user);
				return nodes.slice(i, (end < 0) ? undefined : end).filter((node) => node && view.node.contains(node));
			}
		};
	}

	#entryNode({ user, text, media }, index) {
		const nodes = media.map((mimeType, i) => mediaNode(mimeType, mediaUrl(this.id, index, i), user ? "userImage" : "generatedImage", user ? null : "generated"));
		const findTurn = (node) => this.turns.find((turn) => turn.nodes.includes(node));
		return user ? userNode(text, nodes, this.#userActions(findTurn)) : modelNode(text, nodes, [
			actionButton("regenerate", (event) => this.#replace(findTurn(event.target.closest("article"))))]);
	}

	#userActions(findTurn) {
		return [actionButton("edit", (event) => this.#edit(findTurn(event.target.closest("article"))))];
	}

	/** Sends a message to the selected model, or to several models, and shows the responses while they are streamed. */
	async send(message) {
		await this.#send({ text: message.text, media: message.media }, message);
	}

	async #send(turn, { options, lanes }, replaced) {
		this.abortController = new AbortController();
		turn.user = userNode(turn.text, (turn.mediaNodes ?? turn.media.map((media) => mediaNode(media.mimeType, dataUrl(media), "userImage"))),
			this.#userActions(() => turn));
		turn.stored = false;
		turn.nodes = [turn.user];
		const keepTurns = replaced ? this.turns.filter((other) => other.stored).length : null;
		const message = { text: turn.text, media: replaced?.keepMedia ? [] : turn.media, keepTurns, keepMedia: replaced?.keepMedia ?? false };
		this.turns.push(turn);
		this.node.append(turn.user);
		await ((lanes.length > 1) ? this.#compare(turn, message, lanes) : this.#respond(turn, { ...message, options }));
		this.abortController = undefined;
		if (replaced && !turn.stored) {
			this.#restore(turn, replaced.turns);
		}
		this.#showUserState(turn);
		this.#markOldImages();
		this.onEnd(this, turn.view);
	}

	async #respond(turn, message) {
		const view = new ResponseView({ json: message.options.format === "JSON", model: message.options.model, onRender: () => this.onChange(this) });
		turn.view = view;
		turn.nodes.push(view.node);
		this.node.append(view.node);
		this.onChange(this);
		const last = await this.#stream(view, message);
		turn.stored = last?.type === "done" || (last?.type === "failed" ? last.stored : view.hasText);
		if (last?.type === "done") {
			this.completed.push(last);
		}
		const request = withoutData(message);
		view.showActions([actionButton(turn.stored ? "regenerate" : "tryAgain", () => this.#replace(turn)),
			...(view.turn ? [actionButton("inspect", () => inspect(view.turn, request))] : [])]);
	}

	/** Returns the last event, or undefined if the response was stopped or the server does not respond. */
	async #stream(view, message) {
		let last;
		let note;
		try {
			for await (const event of streamResponse(this.id, message, this.abortController.signal)) {
				view.add(event);
				// Before the first part of the response, the server has stored the message in the conversation.
				if (last?.type === "started" || event.type === "retry") {
					this.onStart();
				}
				last = event;
			}
			if (last?.type !== "done" && last?.type !== "failed") {
				note = errorNode("incomplete");
			}
		}
		catch {
			last = undefined;
			note = this.abortController.signal.aborted ? setText(element("p", { class: "note" }), "stopped") : errorNode("serverUnavailable");
		}
		view.end(note);
		return last;
	}

	/** Streams the responses of several models. The conversation continues with the response that the user chooses. */
	async #compare(turn, message, lanes) {
		const comparison = new ComparisonView(lanes, {
			onRender: () => this.onChange(this),
			onKeep: async (view) => {
				await keepTurn(this.id, view.turn);
				turn.stored = true;
				this.#showUserState(turn);
				this.onStart();
			}
		});
		turn.view = comparison;
		turn.nodes.push(comparison.node);
		this.node.append(comparison.node);
		this.onChange(this);
		await Promise.all(comparison.lanes.map(async (lane) => {
			const request = { ...message, options: lane.options, stored: false };
			const last = await this.#stream(lane.view, request);
			comparison.ended(lane, last, [actionButton("inspect", () => inspect(lane.view.turn, withoutData(request)))]);
		}));
		comparison.end();
	}

	/** Marks the user message if the turn is not a part of the conversation. */
	#showUserState(turn) {
		turn.user.classList.toggle("not-stored", !turn.stored);
		turn.user.querySelector(".note")?.remove();
		if (!turn.stored) {
			turn.user.insertBefore(setText(element("p", { class: "note" }), "notStored"), turn.user.querySelector(".actions"));
		}
		else {
			turn.media = turn.media.map((media) => media.mimeType ?? media);
			turn.mediaNodes = [...turn.user.querySelectorAll(":scope > .media > *")];
		}
	}

	/** Sends a message of the conversation again, with a different text if one is given. */
	async #replace(turn, text = turn.text) {
		if (this.isStreaming) {
			return;
		}
		const message = this.settings();
		if (!message) {
			return;
		}
		const index = this.turns.indexOf(turn);
		const removed = this.turns.splice(index);
		const mediaNodes = turn.mediaNodes ?? (turn.stored ? mediaOf(turn.nodes[0]) : undefined);
		const keepMedia = turn.stored && turn.media.length > 0;
		const removedTurns = removed.map((each) => ({ turn: each, nodes: each.nodes }));
		removedTurns.forEach(({ nodes }) => nodes.forEach((node) => node.remove()));
		const isLast = removed.every((each) => !each.stored);
		await this.#send({ text, media: turn.media, mediaNodes }, { ...message, lanes: [] }, isLast ? undefined : { keepMedia, turns: removedTurns });
	}

	/** Shows the turns again that a message would have replaced if it had not failed. */
	#restore(turn, removed) {
		this.turns.pop();
		removed.forEach((each) => {
			this.turns.push(each.turn);
			each.nodes.forEach((node) => this.node.insertBefore(node, turn.user));
		});
		this.turns.push(turn);
	}

	/** Lets the user edit the last message. */
	editLast() {
		const last = this.turns.at(-1);
		if (last) {
			this.#edit(last);
		}
	}

	/** Adds a note to the generated images that are not a part of the next request, since only the last images are sent again. */
	#markOldImages() {
		const nodes = [...this.node.querySelectorAll(":scope > .response")].filter((node) => node.querySelector("img.generated"));
		nodes.forEach((node, i) => {
			const note = node.querySelector(".image-note");
			if (i < nodes.length - SENT_IMAGES && !note) {
				node.querySelector(".response-body").append(setText(element("p", { class: "note image-note" }), "imageNotSent"));
			}
			else if (i >= nodes.length - SENT_IMAGES) {
				note?.remove();
			}
		});
	}

	#edit(turn) {
		const node = turn.nodes[0];
		if (this.isStreaming || node.querySelector("textarea")) {
			return;
		}
		const text = node.querySelector(":scope > p:not(.note)");
		const field = setLabel(element("textarea", { rows: 3 }), "editedMessage");
		field.value = turn.text;
		const end = () => {
			form.remove();
			if (text) {
				text.hidden = false;
			}
			node.querySelector(".actions").hidden = false;
		};
		const form = element("div", { class: "editor" }, field, element("div", { class: "actions" },
			actionButton("cancel", () => {
				end();
				node.querySelector(".actions button")?.focus();
			}),
			actionButton("saveAndSend", () => {
				end();
				this.#replace(turn, field.value.trim());
			}, "action primary")));
		if (text) {
			text.hidden = true;
		}
		node.querySelector(".actions").hidden = true;
		node.append(form);
		field.focus();
	}

	/** Stops the responses. The server cancels the requests to the gateway. */
	stop() {
		this.abortController?.abort();
	}

}

/** Returns the message without the data of its media, which the code examples do not contain. */
function withoutData({ text, media, options }) {
	return { text, media: media.map(({ mimeType }) => ({ mimeType, data: "" })), options };
}

const mediaOf = (node) => [...node.querySelectorAll(":scope > .media > *")];

function userNode(text, media, actions) {
	return setLabel(element("article", { class: "user-message" },
		...(media.length > 0 ? [element("div", { class: "media" }, ...media)] : []),
		...(text ? [element("p", {}, text)] : []),
		element("div", { class: "actions" }, ...actions)), "you");
}

function modelNode(text, media, actions) {
	const body = element("div", { class: "response-body" },
		...(text.trim() === "" && media.length > 0 ? [] : [textNode(text)]), ...media);
	return setLabel(element("article", { class: "response" }, body,
		element("div", { class: "actions" }, ...(text ? [copyButton("copyResponse", () => text)] : []), ...actions)), "model");
}

function textNode(text) {
	const value = parseJson(text);
	return text.trim() === "" ? setText(element("p", { class: "note" }), "emptyResponse")
		: (value === undefined) ? element("div", { class: "markdown" }, render(text)) : jsonView(value);
}
