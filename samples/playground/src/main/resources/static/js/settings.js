/** The settings, stored in the browser for the next visit. */

import { models } from "./api.js";
import { $, element } from "./dom.js";
import { date, setLabel, setText, t } from "./language.js";
import { imageModel, traitsOf } from "./model-traits.js";
import { priceOf, setPrice } from "./prices.js";
import { initializeSchema, schema, showSchema } from "./schema-editor.js";

const STORAGE_KEY = "playground.settings";

const FIELDS = ["model", "fallback", "endpoint", "system", "thinking", "format", "max-tokens", "top-p", "seed", "stop-sequences", "raw"];

const CHECKS = ["thoughts", "tools", "google-search", "url-context", "code-execution"];

const SERVER_TOOLS = { "google-search": "GOOGLE_SEARCH", "url-context": "URL_CONTEXT", "code-execution": "CODE_EXECUTION" };

const MAX_LANES = 4;

const BUDGETS = { 0: "budgetOff", "-1": "budgetDynamic" };

let defaultModel = "";

let temperature = null;

let listed = [];

/** Initializes the controls; the default model is used if no model is selected. */
export function initializeSettings(model) {
	defaultModel = model;
	$("model").placeholder = model;
	initializeSchema(update);
	restore();
	$("temperature").addEventListener("input", () => setTemperature($("temperature").valueAsNumber));
	$("temperature-reset").addEventListener("click", () => setTemperature(null));
	$("settings-form").addEventListener("submit", (event) => event.preventDefault());
	$("settings-form").addEventListener("change", update);
	$("model").addEventListener("input", update);
	$("add-lane").addEventListener("click", () => {
		addLane({});
		$("lanes").lastChild.querySelector("input").focus();
		update();
	});
	for (const side of ["input", "output"]) {
		$(`price-${side}`).addEventListener("change", () => setPrice(selectedModel(), { input: $("price-input").valueAsNumber || 0, output: $("price-output").valueAsNumber || 0 }));
	}
	$("reload-models").addEventListener("click", loadModels);
	loadModels();
	update();
}

async function loadModels() {
	try {
		listed = await models();
		setText($("model-count"), "modelCount", { count: listed.length });
	}
	catch {
		listed = [];
		setText($("model-count"), "modelsUnavailable");
	}
	$("models").replaceChildren(...listed.map(({ id, ownedBy }) => element("option", { value: id, label: [id, ownedBy].filter(Boolean).join(" · ") })));
	showModel();
}

const selectedModel = () => $("model").value.trim() || defaultModel;

/** Selects a format for a suggestion, and a model that supports the format. Returns the model if it has changed. */
export function selectFormat(format) {
	const isImage = traitsOf(selectedModel()).kind === "image";
	const before = $("model").value;
	$("format").value = format;
	if (format === "IMAGE" && !isImage) {
		$("model").value = imageModel(listed.map(({ id }) => id));
		$("model").dataset.before = before;
	}
	else if (format !== "IMAGE" && isImage && $("model").dataset.before !== undefined) {
		$("model").value = $("model").dataset.before;
	}
	update();
	return ($("model").value === before) ? null : selectedModel();
}

/** Enables the server tool of a suggestion, if any, and disables the others. */
export function selectServerTool(id) {
	$("format").value = "TEXT";
	Object.keys(SERVER_TOOLS).forEach((other) => $(other).checked = other === id);
	update();
}

/**
 * Returns the options of a request, and those of each model to compare. Throws an error
 * whose message is the key of a text if a value is not valid.
 */
export function settings() {
	const format = $("format").value;
	const stopSequences = $("stop-sequences").value.split("\n").filter(Boolean);
	const options = {
		model: $("model").value.trim() || null,
		fallbackModel: $("fallback").value.trim() || null,
		endpoint: $("endpoint").value || null,
		system: $("system").value.trim() || null,
		temperature,
		topP: numberOf("top-p"),
		maxTokens: numberOf("max-tokens"),
		seed: numberOf("seed"),
		stopSequences: (stopSequences.length > 0) ? stopSequences : null,
		thinking: $("thinking").value || null,
		includeThoughts: $("thoughts").checked,
		tools: format === "TEXT" && $("tools").checked,
		serverTools: (format === "IMAGE") ? [] : Object.keys(SERVER_TOOLS).filter((id) => $(id).checked).map((id) => SERVER_TOOLS[id]),
		format,
		schema: (format === "JSON") ? schema() : null,
		extraBody: rawOptions()
	};
	const lanes = lanesOf().map(({ model, endpoint }) => ({
		...options, model: model || null, endpoint: endpoint || null, fallbackModel: null, name: nameOf(model || defaultModel, endpoint),
		thinking: traitsOf(model || defaultModel).thinking.includes(options.thinking) ? options.thinking : null
	}));
	return { options, lanes: (lanes.length > 0) ? [{ ...options, name: nameOf(selectedModel(), options.endpoint) }, ...lanes] : [] };
}

const nameOf = (model, endpoint) => endpoint ? `${model} · ${endpoint.toLowerCase()}` : model;

const numberOf = (id) => Number.isFinite($(id).valueAsNumber) ? $(id).valueAsNumber : null;

function rawOptions() {
	const text = $("raw").value.trim();
	if (!text) {
		return null;
	}
	try {
		const value = JSON.parse(text);
		if (value !== null && typeof value === "object" && !Array.isArray(value)) {
			return value;
		}
	}
	catch {
		// Not JSON, which is reported below.
	}
	throw new Error("invalidRawOptions");
}

// -- the models to compare

const lanesOf = () => [...$("lanes").children].map((lane) =>
	({ model: lane.querySelector("input").value.trim(), endpoint: lane.querySelector("select").value }));

function addLane({ model = "", endpoint = "" }) {
	const input = setLabel(element("input", { list: "models", spellcheck: "false", autocapitalize: "off", placeholder: defaultModel }), "model");
	input.value = model;
	const select = setLabel(element("select", {}, ...["", "NATIVE", "UNIFIED"].map((value) =>
		setText(element("option", { value }), `short${value || "DEFAULT"}`))), "endpoint");
	select.value = endpoint;
	const lane = element("li", { class: "setting-row" }, input, select,
		setLabel(element("button", {
			type: "button", class: "icon-button", onclick: () => {
				lane.remove();
				update();
				$("add-lane").focus();
			}
		}, "×"), "removeModel"));
	$("lanes").append(lane);
}

// -- controls

export function showTemperature() {
	const text = (temperature === null) ? t("modelDefault") : temperature.toFixed(1);
	$("temperature-shown").textContent = text;
	$("temperature").setAttribute("aria-valuetext", text);
	showModel();
	showSchema();
}

function setTemperature(value) {
	temperature = value;
	$("temperature").value = value ?? 1;
	update();
}

/** Shows what is known about the model, and the thinking options that it accepts. */
function showModel() {
	const id = selectedModel();
	const traits = traitsOf(id);
	const details = listed.find((model) => model.id === id);
	const facts = [t(`kind_${traits.kind}`), traits.native ? t("nativeModel") : t("unifiedOnly"),
		...(details?.ownedBy ? [t("ownedBy", { owner: details.ownedBy })] : []),
		...(details?.endpoints.length ? [details.endpoints.join(", ")] : []),
		...(details?.created ? [date(details.created * 1_000)] : []),
		...((listed.length > 0 && !details) ? [t("notListed")] : [])];
	$("model-facts").textContent = facts.join(" · ");
	showThinking(traits);
	const price = priceOf(id);
	$("price-model").textContent = id;
	$("price-input").value = price.input || "";
	$("price-output").value = price.output || "";
	$("endpoint-note").hidden = traits.native || $("endpoint").value === "UNIFIED" || traits.kind !== "chat";
}

function showThinking({ thinking }) {
	const selected = $("thinking").value;
	// The options are not replaced needlessly, since the list may be open.
	if ([...$("thinking").options].map(({ value }) => value).join() !== ["", ...thinking].join()) {
		$("thinking").replaceChildren(...["", ...thinking].map((value) => setText(element("option", { value }), ...thinkingText(value))));
	}
	$("thinking").value = thinking.includes(selected) ? selected : "";
	$("thinking").disabled = thinking.length === 0;
	$("thinking-note").hidden = thinking.length > 0;
}

function thinkingText(value) {
	if (value === "") {
		return ["modelDefault"];
	}
	return /^[A-Z]/.test(value) ? [`level_${value}`] : BUDGETS[value] ? [BUDGETS[value]] : ["budget", { tokens: Number(value).toLocaleString("en") }];
}

function update() {
	const format = $("format").value;
	$("schema-field").hidden = format !== "JSON";
	// Many models reject tools together with a schema, and models that generate images do not support tools.
	$("tools-label").hidden = format !== "TEXT";
	$("server-tools").hidden = format === "IMAGE";
	$("temperature-reset").hidden = temperature === null;
	$("temperature").classList.toggle("unset", temperature === null);
	$("add-lane").disabled = $("lanes").childElementCount >= MAX_LANES - 1;
	document.body.classList.toggle("comparing", $("lanes").childElementCount > 0);
	showTemperature();
	const stored = { temperature, lanes: lanesOf() };
	FIELDS.forEach((id) => stored[id] = $(id).value);
	CHECKS.forEach((id) => stored[id] = $(id).checked);
	localStorage.setItem(STORAGE_KEY, JSON.stringify(stored));
}

function restore() {
	const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
	$("model").value = stored.model ?? "";
	showThinking(traitsOf(selectedModel()));
	FIELDS.filter((id) => id in stored).forEach((id) => $(id).value = stored[id]);
	CHECKS.filter((id) => id in stored).forEach((id) => $(id).checked = stored[id]);
	(stored.lanes ?? []).slice(0, MAX_LANES - 1).forEach(addLane);
	temperature = stored.temperature ?? null;
	$("temperature").value = temperature ?? 1;
}
