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
	current = views.get(id);
	let turns = [];
	if (!current) {
		current = new ConversationView(id, { changed, begun: listConversations, ended });
		views.set(id, current);
		turns = await api.turns(id).catch(() => []);
	}
	if (location.hash !== `#${id}`) {
		history.replaceState(null, "", `#${id}`);
	}
	translate(current.node);
	$("stage").append(current.node);
	growth.observe(current.node);
	current.remember(turns);
	closePanels();
	drawChart();
	changed(current);
	listConversations();
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
	const all = await api.conversations().catch(() => []);
	$("conversation-list").replaceChildren(...all.map(({ id, title }) => {
		const shown = title.trim() || t("untitled");
		return element("li", {},
			element("button", { type: "button", class: "open", "aria-current": id === current.id ? "page" : null, onclick: () => open(id) }, shown),
			element("button", {
				type: "button", class: "forget", "aria-label": t("forget", { title: shown }), title: t("forget", { title: shown }),
				onclick: () => forget(id, shown)
			}, "×"));
	}));
}

async function forget(id, title) {
	if (!confirm(t("forgetSure", { title }))) {
		return;
	}
	views.get(id)?.stop();
	await api.forget(id);
	views.delete(id);
	if (id === current.id) {
		openNew();
	}
	else {
		listConversations();
	}
}

// -- what is on the stage

function changed(view) {
	if (view !== current) {
		return;
	}
	$("welcome").hidden = !view.isEmpty;
	$("send").hidden = view.isAnswering;
	$("stop").hidden = !view.isAnswering;
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
		announce(t("answerReady", { text: answerView.words.slice(0, 1_000) }));
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
