/** The page: the open conversation and the composer. */

import * as api from "./api.js";
import { acceptMedia, hasMedia, takeMedia } from "./attachments.js";
import { chart } from "./chart.js";
import { initializeList, listConversations } from "./conversation-list.js";
import { ConversationView } from "./conversation-view.js";
import { $, element } from "./dom.js";
import { initializeFaults, showFaults } from "./faults.js";
import { setText, t, toggleLanguage, translate } from "./language.js";
import { closePanels, initializePanels, isPanelOpen } from "./panels.js";
import { initializeSettings, selectFormat, selectServerTool, settings, showTemperature } from "./settings.js";

/** The suggestions: text key, icon, response format and server tool. */
const SUGGESTIONS = [["suggestTour", "✦", "TEXT"], ["suggestTool", "☂", "TEXT"], ["suggestJson", "▦", "JSON"], ["suggestImage", "◐", "IMAGE"],
	["suggestSearch", "⌕", "TEXT", "google-search"], ["suggestCode", "λ", "TEXT", "code-execution"]];

const CONVERSATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The distance from the end, in pixels, within which the conversation is scrolled automatically. */
const AUTO_SCROLL_DISTANCE = 60;

/** The maximum number of conversations that the page keeps. Other conversations are loaded again when they are opened. */
const MAX_VIEWS = 6;

/** The views of the conversations that were opened last, by id. */
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
	const view = existing ?? new ConversationView(id, { onChange, onStart, onEnd, settings: validSettings });
	current = view;
	showProblem(null);
	views.delete(id);
	views.set(id, view);
	dropOldViews();
	if (!existing) {
		await load(view);
	}
	if (view !== current) {
		return;
	}
	if (location.hash !== `#${id}`) {
		history.replaceState(null, "", `#${id}`);
	}
	translate(view.node);
	$("chat").append(view.node);
	$("scroll-to-end").hidden = true;
	if (view.isEmpty) {
		$("chat").scrollTop = 0;
	}
	resizeObserver.observe(view.node);
	closePanels();
	renderChart();
	onChange(view);
	listConversations();
}

function dropOldViews() {
	for (const [id, view] of views) {
		if (views.size > MAX_VIEWS && !view.isStreaming && view !== current) {
			views.delete(id);
		}
	}
}

/** Loads the turns of a conversation from the chat memory, and shows the problem on failure. */
async function load(view) {
	try {
		await view.load();
	}
	catch {
		views.delete(view.id);
		showProblem("serverUnavailable");
	}
}

/** Opens the conversation in the hash of the URL, or a new one. */
const openFromHash = () => open(CONVERSATION_ID.test(location.hash.slice(1)) ? location.hash.slice(1) : newId());

const openNew = () => open(newId());

function newId() {
	// crypto.randomUUID() is available only on localhost and over HTTPS.
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = bytes[6] & 0x0f | 0x40;
	bytes[8] = bytes[8] & 0x3f | 0x80;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function onDeleted(id) {
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
	if (autoScroll && !current.isEmpty) {
		$("chat").scrollTop = $("chat").scrollHeight;
	}
});

function onStart() {
	listConversations();
	showFaults();
}

function onEnd(view, responseView) {
	if (view === current) {
		renderChart();
		announce(responseView.announcement);
	}
	onChange(view);
	onStart();
}

function renderChart() {
	$("metrics-empty").hidden = current.completed.length > 0;
	$("metrics").hidden = current.completed.length === 0;
	if (current.completed.length > 0) {
		$("chart").replaceChildren(chart(current.completed));
	}
}

function announce(text) {
	$("announcer").textContent = text;
}

// -- composer

/** Returns the settings, or undefined after showing what is not valid. */
function validSettings() {
	try {
		showProblem(null);
		return settings();
	}
	catch (error) {
		showProblem(error.message);
		return undefined;
	}
}

function send() {
	const text = $("message").value.trim();
	if (current.isStreaming || (text === "" && !hasMedia())) {
		return;
	}
	const options = validSettings();
	if (!options) {
		return;
	}
	$("message").value = "";
	autoScroll = true;
	announce(t("generating"));
	current.send({ text, media: takeMedia(), ...options });
}

function showProblem(key, values) {
	$("problem").hidden = key === null;
	$("problem").classList.remove("notice");
	if (key !== null) {
		setText($("problem"), key, values);
	}
}

function showSuggestions() {
	$("suggestions").replaceChildren(...SUGGESTIONS.map(([key, icon, format, tool]) => element("button", {
		type: "button",
		onclick: () => {
			selectServerTool(tool);
			const model = selectFormat(format);
			$("message").value = t(key);
			send();
			if (model) {
				showProblem("modelSelected", { model });
				$("problem").classList.add("notice");
			}
			$("message").focus();
		}
	}, element("span", { class: "icon", "aria-hidden": "true" }, icon), setText(element("span"), key))));
}

// -- theme and events

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
		else if (event.key === "ArrowUp" && $("message").value === "") {
			current.editLast();
		}
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && !event.isComposing && !$("inspector").open) {
			if (isPanelOpen()) {
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
		$("scroll-to-end").hidden = autoScroll || current.isEmpty;
	});
	$("scroll-to-end").addEventListener("click", () => {
		$("chat").scrollTop = $("chat").scrollHeight;
		$("message").focus();
	});
	$("stop").addEventListener("click", () => {
		current.stop();
		$("message").focus();
	});
	$("new-conversation").addEventListener("click", () => openNew().then(() => $("message").focus()));
	$("theme").addEventListener("click", toggleTheme);
	$("language").addEventListener("click", () => {
		toggleLanguage();
		showTemperature();
		renderChart();
		listConversations();
	});
	addEventListener("hashchange", openFromHash);
	acceptMedia(showProblem);
	initializePanels();
	initializeList({ open, currentId: () => current.id, newId, showProblem, onDeleted, beforeDelete: (id) => views.get(id)?.stop() });
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
	if (about.standIn) {
		initializeFaults();
	}
	initializeSettings(about.model);
	await openFromHash();
	$("message").focus();
	document.documentElement.dataset.ready = "";
}

start().catch(() => showProblem("serverUnavailable"));
