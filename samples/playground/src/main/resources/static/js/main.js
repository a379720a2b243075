/** The page: the list of conversations, the open conversation, the composer and the settings. */

import * as api from "./api.js";
import { acceptImages, hasImages, takeImages } from "./attachments.js";
import { chart } from "./chart.js";
import { ConversationView } from "./conversation-view.js";
import { $, element } from "./dom.js";
import { setText, t, toggleLanguage, translate } from "./language.js";
import { initializeSettings, selectFormat, settings, showTemperature } from "./settings.js";

const SUGGESTIONS = [["suggestTour", "TEXT"], ["suggestTool", "TEXT"], ["suggestJson", "JSON"], ["suggestImage", "IMAGE"]];

const CONVERSATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The distance from the end, in pixels, within which the conversation is scrolled automatically. */
const AUTO_SCROLL_DISTANCE = 60;

/** The views of the conversations that were opened since the page was loaded, by id. */
const views = new Map();

let current;

/** Whether to keep the end of the conversation visible. */
let autoScroll = true;

// -- conversations

async function open(id) {
	current?.node.remove();
	resizeObserver.disconnect();
	autoScroll = true;
	const existing = views.get(id);
	const view = existing ?? new ConversationView(id, { onChange, onStart: listConversations, onEnd });
	current = view;
	showProblem(null);
	if (!existing) {
		views.set(id, view);
		view.showHistory(await loadTurns(id));
	}
	if (view !== current) {
		return;
	}
	if (location.hash !== `#${id}`) {
		history.replaceState(null, "", `#${id}`);
	}
	translate(view.node);
	$("chat").append(view.node);
	resizeObserver.observe(view.node);
	closePanels();
	renderChart();
	onChange(view);
	listConversations();
}

/** Loads the turns of a conversation from the chat memory. Returns no turns, and shows the problem, on failure. */
async function loadTurns(id) {
	try {
		return await api.turns(id);
	}
	catch {
		views.delete(id);
		showProblem("serverUnavailable");
		return [];
	}
}

/** Opens the conversation in the hash of the URL, or a new one. */
const openFromHash = () => open(CONVERSATION_ID.test(location.hash.slice(1)) ? location.hash.slice(1) : newId());

const openNew = () => open(newId());

function newId() {
	// crypto.randomUUID() is only available on localhost and over HTTPS.
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = bytes[6] & 0x0f | 0x40;
	bytes[8] = bytes[8] & 0x3f | 0x80;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function listConversations() {
	const all = await api.conversations().catch(() => null);
	if (all === null) {
		return;
	}
	const list = $("conversation-list");
	const focused = list.contains(document.activeElement) ? document.activeElement.id : "";
	list.replaceChildren(...all.map(({ id, title }) => {
		const label = title.trim() || t("untitled");
		return element("li", {},
			element("button", { type: "button", id: `open-${id}`, class: "open", "aria-current": id === current.id ? "page" : null, onclick: () => open(id) }, label),
			element("button", {
				type: "button", id: `delete-${id}`, class: "delete", "aria-label": t("deleteConversation", { title: label }), title: t("deleteConversation", { title: label }),
				onclick: () => deleteConversation(id, label)
			}, "×"));
	}));
	$(focused)?.focus();
}

async function deleteConversation(id, title) {
	if (!confirm(t("confirmDelete", { title }))) {
		return;
	}
	views.get(id)?.stop();
	try {
		await api.deleteConversation(id);
	}
	catch {
		showProblem("serverUnavailable");
		return;
	}
	views.delete(id);
	if (id === current.id) {
		await openNew();
		$("message").focus();
	}
	else {
		await listConversations();
		$("new-conversation").focus();
	}
}

// -- open conversation

function onChange(view) {
	if (view !== current) {
		return;
	}
	$("welcome").hidden = !view.isEmpty;
	const [visible, hidden] = view.isStreaming ? [$("stop"), $("send")] : [$("send"), $("stop")];
	const focused = document.activeElement === hidden;
	visible.hidden = false;
	hidden.hidden = true;
	if (focused) {
		visible.focus();
	}
}

/** Scrolls to the end when the conversation grows, unless the user has scrolled up. */
const resizeObserver = new ResizeObserver(() => {
	if (autoScroll) {
		$("chat").scrollTop = $("chat").scrollHeight;
	}
});

function onEnd(view, responseView) {
	if (view === current) {
		renderChart();
		announce(responseView.announcement);
	}
	onChange(view);
	listConversations();
}

function renderChart() {
	$("metrics").hidden = current.completed.length === 0;
	if (current.completed.length > 0) {
		$("chart").replaceChildren(chart(current.completed));
	}
}

function announce(text) {
	$("announcer").textContent = text;
}

// -- composer

function send() {
	const text = $("message").value.trim();
	if (current.isStreaming || (text === "" && !hasImages())) {
		return;
	}
	let options;
	try {
		options = settings();
	}
	catch {
		showProblem("invalidSchema");
		return;
	}
	showProblem(null);
	$("message").value = "";
	autoScroll = true;
	announce(t("generating"));
	current.send({ text, images: takeImages(), ...options });
}

function showProblem(key, values) {
	$("problem").hidden = key === null;
	if (key !== null) {
		setText($("problem"), key, values);
	}
}

function showSuggestions() {
	$("suggestions").replaceChildren(...SUGGESTIONS.map(([key, format]) => setText(element("button", {
		type: "button",
		onclick: () => {
			selectFormat(format);
			$("message").value = t(key);
			send();
			$("message").focus();
		}
	}), key)));
}

// -- panels, theme and events

function togglePanel(name) {
	const opened = document.body.dataset.panel === name ? "" : name;
	document.body.dataset.panel = opened;
	for (const panel of ["conversations", "settings"]) {
		$(`open-${panel}`).setAttribute("aria-expanded", String(panel === opened));
	}
	if (opened) {
		$(opened).querySelector("button, input").focus();
	}
}

function closePanels() {
	if (document.body.dataset.panel) {
		const opener = $(`open-${document.body.dataset.panel}`);
		togglePanel(document.body.dataset.panel);
		opener.focus();
	}
}

function showTheme(theme) {
	document.documentElement.style.colorScheme = theme ?? "";
}

function toggleTheme() {
	const oldTheme = localStorage.getItem("playground.theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
	const theme = (oldTheme === "dark") ? "light" : "dark";
	localStorage.setItem("playground.theme", theme);
	showTheme(theme);
}

function addListeners() {
	$("composer").addEventListener("submit", (event) => {
		event.preventDefault();
		send();
	});
	$("message").addEventListener("keydown", (event) => {
		// Enter belongs to the input method during composition.
		if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			send();
		}
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && !event.isComposing) {
			if (document.body.dataset.panel) {
				closePanels();
			}
			else {
				current.stop();
			}
		}
	});
	$("chat").addEventListener("scroll", () => {
		const chat = $("chat");
		autoScroll = chat.scrollHeight - chat.scrollTop - chat.clientHeight < AUTO_SCROLL_DISTANCE;
	});
	$("main").addEventListener("click", () => document.body.dataset.panel && closePanels());
	$("stop").addEventListener("click", () => {
		current.stop();
		$("message").focus();
	});
	$("new-conversation").addEventListener("click", () => openNew().then(() => $("message").focus()));
	$("open-conversations").addEventListener("click", () => togglePanel("conversations"));
	$("open-settings").addEventListener("click", () => togglePanel("settings"));
	$("theme").addEventListener("click", toggleTheme);
	$("language").addEventListener("click", () => {
		toggleLanguage();
		showTemperature();
		renderChart();
		listConversations();
	});
	addEventListener("hashchange", openFromHash);
	acceptImages(showProblem);
}

async function start() {
	showTheme(localStorage.getItem("playground.theme"));
	showSuggestions();
	translate(document);
	addListeners();
	const about = await api.about();
	setText($("source"), about.standIn ? "gatewayStandIn" : "gatewayReal").classList.toggle("stand-in", about.standIn);
	$("source").hidden = false;
	$("stand-in").hidden = !about.standIn;
	initializeSettings(about.model);
	await openFromHash();
	$("message").focus();
	document.documentElement.dataset.ready = "";
}

start();
