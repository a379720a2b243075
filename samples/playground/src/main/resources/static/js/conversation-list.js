/** The list of conversations: search, export, import and deletion. */

import * as api from "./api.js";
import { $, element } from "./dom.js";
import { setText, t } from "./language.js";

const SEARCH_DELAY_MILLIS = 200;

let callbacks;

let timer;

let searches = 0;

/** The functions: open(id), currentId(), onDeleted(id), newId(), and showProblem(key). */
export function initializeList(functions) {
	callbacks = functions;
	$("search").addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(listConversations, SEARCH_DELAY_MILLIS);
	});
	$("import").addEventListener("click", () => $("import-file").click());
	$("import-file").addEventListener("change", importFile);
}

export async function listConversations() {
	const search = ++searches;
	const query = $("search").value.trim();
	const all = await api.conversations(query).catch(() => null);
	if (all === null || search !== searches) {
		return;
	}
	const list = $("conversation-list");
	const focused = list.contains(document.activeElement) ? document.activeElement.id : "";
	list.replaceChildren(...all.map(item));
	$("list-note").hidden = all.length > 0;
	setText($("list-note"), query ? "nothingFound" : "noConversations");
	$(focused)?.focus();
}

function item({ id, title, excerpt }) {
	const label = title.trim() || t("untitled");
	const button = (name, key, text, onclick) => element("button", {
		type: "button", id: `${name}-${id}`, class: name, "aria-label": t(key, { title: label }), title: t(key, { title: label }), onclick
	}, text);
	return element("li", {},
		element("button", { type: "button", id: `open-${id}`, class: "open", "aria-current": id === callbacks.currentId() ? "page" : null, onclick: () => callbacks.open(id) },
			element("span", { class: "title" }, label), ...(excerpt && excerpt !== title ? [element("span", { class: "excerpt" }, excerpt)] : [])),
		button("export", "exportConversation", "↓", () => exportFile(id, label)),
		button("delete", "deleteConversation", "×", () => deleteConversation(id, label)));
}

async function deleteConversation(id, title) {
	if (!confirm(t("confirmDelete", { title }))) {
		return;
	}
	callbacks.beforeDelete(id);
	try {
		await api.deleteConversation(id);
	}
	catch {
		callbacks.showProblem("serverUnavailable");
		return;
	}
	await callbacks.onDeleted(id);
}

async function exportFile(id, title) {
	try {
		const blob = new Blob([JSON.stringify(await api.exportConversation(id), null, 1)], { type: "application/json" });
		const link = element("a", { href: URL.createObjectURL(blob), download: `${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40)}.json` });
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
	}
	catch {
		callbacks.showProblem("serverUnavailable");
	}
}

async function importFile() {
	const file = $("import-file").files[0];
	$("import-file").value = "";
	const id = callbacks.newId();
	try {
		await api.importConversation(id, JSON.parse(await file.text()));
	}
	catch (error) {
		callbacks.showProblem((error.status && error.status !== 400) ? "serverUnavailable" : "invalidFile", { name: file.name });
		return;
	}
	await callbacks.open(id);
}
