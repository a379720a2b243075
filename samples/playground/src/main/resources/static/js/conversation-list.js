/** The list of conversations: folders, search, export, import and deletion. */

import * as api from "./api.js";
import { $, element } from "./dom.js";
import { setText, t } from "./language.js";

const SEARCH_DELAY_MILLIS = 200;

const MAX_FOLDER_NAME = 100;

let callbacks;

let timer;

let searches = 0;

let folderNames = [];

const closedFolders = new Set();

/** The functions are open(id), currentId(), newId(), beforeDelete(id), onDeleted(id) and showProblem(key, values). */
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
	if (!query) {
		folderNames = [...new Set(all.map(({ folder }) => folder).filter(Boolean))].sort((a, b) => a.localeCompare(b));
	}
	list.replaceChildren(...(query ? all.map(item)
		: [...folderNames.map((name) => folderItem(name, all)), ...all.filter(({ folder }) => !folder).map(item)]));
	$("list-note").hidden = all.length > 0;
	setText($("list-note"), query ? "nothingFound" : "noConversations");
	$(focused)?.focus();
}

function folderItem(name, all) {
	const conversations = all.filter(({ folder }) => folder === name);
	const summary = element("summary", { id: `folder-${name}` }, element("span", { class: "title" }, name), element("span", { class: "count" }, String(conversations.length)));
	const details = element("details", { ontoggle: () => details.open ? closedFolders.delete(name) : closedFolders.add(name) },
		summary, element("ul", {}, ...conversations.map(item)));
	details.open = !closedFolders.has(name);
	return element("li", { class: "folder" }, details);
}

function item({ id, title, excerpt, folder }) {
	const label = title.trim() || t("untitled");
	const button = (name, key, text, onclick) => element("button", {
		type: "button", id: `${name}-${id}`, class: name, "aria-label": t(key, { title: label }), title: t(key, { title: label }), onclick
	}, text);
	return element("li", {},
		element("button", { type: "button", id: `open-${id}`, class: "open", "aria-current": id === callbacks.currentId() ? "page" : null, onclick: () => callbacks.open(id) },
			element("span", { class: "title" }, label), ...(excerpt && excerpt !== title ? [element("span", { class: "excerpt" }, excerpt)] : [])),
		button("move", "moveConversation", "▤", () => moveConversation(id, label, folder)),
		button("export", "exportConversation", "↓", () => exportFile(id, label)),
		button("delete", "deleteConversation", "×", () => deleteConversation(id, label)));
}

async function moveConversation(id, title, folder) {
	const name = prompt(t(folderNames.length > 0 ? "folderOfConversations" : "folderOfConversation", { title, folders: folderNames.join(", ") }), folder ?? "");
	if (name === null) {
		return;
	}
	try {
		await api.moveConversation(id, name.trim().slice(0, MAX_FOLDER_NAME));
	}
	catch {
		callbacks.showProblem("serverUnavailable");
		return;
	}
	closedFolders.delete(name.trim());
	await listConversations();
	$(`open-${id}`)?.focus();
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
