/** The settings, stored in the browser for the next visit. */

import { models } from "./api.js";
import { $, element } from "./dom.js";
import { t } from "./language.js";

const STORAGE_KEY = "playground.settings";

const SCHEMA = {
	type: "array",
	minItems: 3,
	items: {
		type: "object",
		properties: {
			city: { type: "string" },
			river: { type: "string" },
			inhabitants: { type: "integer" }
		},
		required: ["city", "river", "inhabitants"]
	}
};

const FIELDS = ["model", "endpoint", "thinking", "format", "schema"];

const CHECKS = ["thoughts", "tools"];

let temperature = null;

/** Initializes the controls; defaultModel is used if no model is selected. */
export function initializeSettings(defaultModel) {
	$("model").placeholder = defaultModel;
	$("schema").value = JSON.stringify(SCHEMA, null, 2);
	restore();
	$("temperature").addEventListener("input", () => setTemperature($("temperature").valueAsNumber));
	$("temperature-reset").addEventListener("click", () => setTemperature(null));
	$("settings-form").addEventListener("submit", (event) => event.preventDefault());
	$("settings-form").addEventListener("change", update);
	models().then(
		(ids) => $("models").replaceChildren(...ids.map((value) => element("option", { value }))),
		() => console.info("The gateway does not list its models. Enter the id of a model."));
	update();
}

export function selectFormat(format) {
	$("format").value = format;
	update();
}

/** Returns the settings as properties of a request. Throws an error if the schema is not valid JSON. */
export function settings() {
	const format = $("format").value;
	return {
		model: $("model").value.trim() || null,
		endpoint: $("endpoint").value || null,
		temperature,
		thinking: $("thinking").value || null,
		includeThoughts: $("thoughts").checked,
		tools: format === "TEXT" && $("tools").checked,
		format,
		schema: (format === "JSON") ? JSON.stringify(JSON.parse($("schema").value)) : null
	};
}

export function showTemperature() {
	const text = (temperature === null) ? t("modelDefault") : temperature.toFixed(1);
	$("temperature-shown").textContent = text;
	$("temperature").setAttribute("aria-valuetext", text);
}

function setTemperature(value) {
	temperature = value;
	$("temperature").value = value ?? 1;
	update();
}

function update() {
	const format = $("format").value;
	$("schema-field").hidden = format !== "JSON";
	// Many models reject tools together with a schema, and models that generate images do not support tools.
	$("tools-label").hidden = format !== "TEXT";
	$("temperature-reset").hidden = temperature === null;
	$("temperature").classList.toggle("unset", temperature === null);
	showTemperature();
	const stored = { temperature };
	FIELDS.forEach((id) => stored[id] = $(id).value);
	CHECKS.forEach((id) => stored[id] = $(id).checked);
	localStorage.setItem(STORAGE_KEY, JSON.stringify(stored));
}

function restore() {
	const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
	FIELDS.filter((id) => id in stored).forEach((id) => $(id).value = stored[id]);
	CHECKS.filter((id) => id in stored).forEach((id) => $(id).checked = stored[id]);
	temperature = stored.temperature ?? null;
	$("temperature").value = temperature ?? 1;
}
