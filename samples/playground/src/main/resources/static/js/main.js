/** Puts the page together: conversations at the side, the one that is open, the question. */

import * as api from "./api.js";
import { acceptImages, hasImages, takeImages } from "./attachments.js";
import { chart } from "./chart.js";
import { ConversationView } from "./conversation-view.js";
import { $, element } from "./dom.js";
import { say, t, toggleLanguage, translate } from "./language.js";
import { chooseForm, prepareSettings, settings, showTemperature } from "./settings.js";

const SUGGESTIONS = [["suggestTour", "TEXT"], ["suggestTool", "TEXT"], ["suggestJson", "JSON"], ["suggestImage", "IMAGE"]];

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const NEARLY_AT_THE_END = 60;

/** The conversations that were open since the page was loaded, with all they have shown. */
const views = new Map();

let current;

/** Whether the end is in sight. */
let following = true;

// -- conversations

async function open(id) {
	current?.node.remove();
	growth.disconnect();
	following = true;
	const known = views.get(id);
	const view = known ?? new ConversationView(id, { changed, begun: listConversations, ended });
	current = view;
	problem(null);
	if (!known) {
		views.set(id, view);
		view.remember(await turnsOf(id));
	}
	if (view !== current) {
		return;
	}
	if (location.hash !== `#${id}`) {
		history.replaceState(null, "", `#${id}`);
	}
	translate(view.node);
	$("stage").append(view.node);
	growth.observe(view.node);
	closePanels();
	drawChart();
	changed(view);
	listConversations();
}

/** What the memory has of a conversation; none, and a sentence, if it cannot be asked. */
async function turnsOf(id) {
	try {
		return await api.turns(id);
	}
	catch {
		views.delete(id);
		problem("playgroundGone");
		return [];
	}
}

/** The conversation that the address names, or a new one. */
const openNamed = () => open(ID.test(location.hash.slice(1)) ? location.hash.slice(1) : newId());

const openNew = () => open(newId());

function newId() {
	// randomUUID is there on loopback and https alone.
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
		const shown = title.trim() || t("untitled");
		return element("li", {},
			element("button", { type: "button", id: `open-${id}`, class: "open", "aria-current": id === current.id ? "page" : null, onclick: () => open(id) }, shown),
			element("button", {
				type: "button", id: `forget-${id}`, class: "forget", "aria-label": t("forget", { title: shown }), title: t("forget", { title: shown }),
				onclick: () => forget(id, shown)
			}, "×"));
	}));
	$(focused)?.focus();
}

async function forget(id, title) {
	if (!confirm(t("forgetSure", { title }))) {
		return;
	}
	views.get(id)?.stop();
	try {
		await api.forget(id);
	}
	catch {
		problem("playgroundGone");
		return;
	}
	views.delete(id);
	if (id === current.id) {
		await openNew();
		$("question").focus();
	}
	else {
		await listConversations();
		$("new-conversation").focus();
	}
}

// -- what is on the stage

function changed(view) {
	if (view !== current) {
		return;
	}
	$("welcome").hidden = !view.isEmpty;
	const [shown, other] = view.isAnswering ? [$("stop"), $("send")] : [$("send"), $("stop")];
	const focused = document.activeElement === other;
	shown.hidden = false;
	other.hidden = true;
	if (focused) {
		shown.focus();
	}
}

/** Keeps the end in sight while the conversation grows, unless the reader has gone up. */
const growth = new ResizeObserver(() => {
	if (following) {
		$("stage").scrollTop = $("stage").scrollHeight;
	}
});

function ended(view, answerView) {
	if (view === current) {
		drawChart();
		announce(answerView.told);
	}
	changed(view);
	listConversations();
}

function drawChart() {
	$("figures").hidden = current.figures.length === 0;
	if (current.figures.length > 0) {
		$("chart").replaceChildren(chart(current.figures));
	}
}

function announce(text) {
	$("announcer").textContent = text;
}

// -- the question

function ask() {
	const text = $("question").value.trim();
	if (current.isAnswering || (text === "" && !hasImages())) {
		return;
	}
	let chosen;
	try {
		chosen = settings();
	}
	catch {
		problem("badSchema");
		return;
	}
	problem(null);
	$("question").value = "";
	following = true;
	announce(t("answering"));
	current.ask({ text, images: takeImages(), ...chosen });
}

function problem(key, values) {
	$("problem").hidden = key === null;
	if (key !== null) {
		say($("problem"), key, values);
	}
}

function suggest() {
	$("suggestions").replaceChildren(...SUGGESTIONS.map(([key, form]) => say(element("button", {
		type: "button",
		onclick: () => {
			chooseForm(form);
			$("question").value = t(key);
			ask();
			$("question").focus();
		}
	}), key)));
}

// -- panels, theme, keys

function togglePanel(name) {
	const opened = document.body.dataset.panel === name ? "" : name;
	document.body.dataset.panel = opened;
	for (const each of ["conversations", "settings"]) {
		$(`open-${each}`).setAttribute("aria-expanded", String(each === opened));
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
	const dark = localStorage.getItem("playground.theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
	const theme = (dark === "dark") ? "light" : "dark";
	localStorage.setItem("playground.theme", theme);
	showTheme(theme);
}

function listen() {
	$("composer").addEventListener("submit", (event) => {
		event.preventDefault();
		ask();
	});
	$("question").addEventListener("keydown", (event) => {
		// While an input method is composing, Enter is its own.
		if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			ask();
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
	$("stage").addEventListener("scroll", () => {
		const stage = $("stage");
		following = stage.scrollHeight - stage.scrollTop - stage.clientHeight < NEARLY_AT_THE_END;
	});
	$("main").addEventListener("click", () => document.body.dataset.panel && closePanels());
	$("stop").addEventListener("click", () => {
		current.stop();
		$("question").focus();
	});
	$("new-conversation").addEventListener("click", () => openNew().then(() => $("question").focus()));
	$("open-conversations").addEventListener("click", () => togglePanel("conversations"));
	$("open-settings").addEventListener("click", () => togglePanel("settings"));
	$("theme").addEventListener("click", toggleTheme);
	$("language").addEventListener("click", () => {
		toggleLanguage();
		showTemperature();
		drawChart();
		listConversations();
	});
	addEventListener("hashchange", openNamed);
	acceptImages(problem);
}

async function start() {
	showTheme(localStorage.getItem("playground.theme"));
	suggest();
	translate(document);
	listen();
	const about = await api.about();
	say($("source"), about.standIn ? "sourceStandIn" : "sourceGateway").classList.toggle("stand-in", about.standIn);
	$("source").hidden = false;
	$("stand-in").hidden = !about.standIn;
	prepareSettings(about.model);
	await openNamed();
	$("question").focus();
	document.documentElement.dataset.ready = "";
}

start();
