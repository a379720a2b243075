/** The controls, kept in the browser for the next visit. */

import { models } from "./api.js";
import { $, element } from "./dom.js";
import { t } from "./language.js";

const KEPT = "playground.settings";

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

const FIELDS = ["model", "endpoint", "thinking", "form", "schema"];

const CHECKS = ["thoughts", "tools"];

let temperature = null;

/** Fills the controls in; usual is the model that answers if none is chosen. */
export function prepareSettings(usual) {
	$("model").placeholder = usual;
	$("schema").value = JSON.stringify(SCHEMA, null, 2);
	restore();
	$("temperature").addEventListener("input", () => setTemperature($("temperature").valueAsNumber));
	$("temperature-reset").addEventListener("click", () => setTemperature(null));
	$("settings-form").addEventListener("submit", (event) => event.preventDefault());
	$("settings-form").addEventListener("change", changed);
	models().then(
		(ids) => $("models").replaceChildren(...ids.map((value) => element("option", { value }))),
		() => console.info("The gateway lists no models: type the model's id."));
	changed();
}

export function chooseForm(form) {
	$("form").value = form;
	changed();
}

/** What the controls say, as parts of a question. Throws if the schema is no JSON. */
export function settings() {
	const form = $("form").value;
	return {
		model: $("model").value.trim() || null,
		endpoint: $("endpoint").value || null,
		temperature,
		thinking: $("thinking").value || null,
		thoughts: $("thoughts").checked,
		tools: form === "TEXT" && $("tools").checked,
		form,
		schema: (form === "JSON") ? JSON.stringify(JSON.parse($("schema").value)) : null
	};
}

export function showTemperature() {
	const shown = (temperature === null) ? t("modelsOwn") : temperature.toFixed(1);
	$("temperature-shown").textContent = shown;
	$("temperature").setAttribute("aria-valuetext", shown);
}

function setTemperature(value) {
	temperature = value;
	$("temperature").value = value ?? 1;
	changed();
}

function changed() {
	const form = $("form").value;
	$("schema-field").hidden = form !== "JSON";
	// Many models refuse tools beside a schema, and those that make images have none.
	$("tools-label").hidden = form !== "TEXT";
	$("temperature-reset").hidden = temperature === null;
	$("temperature").classList.toggle("unset", temperature === null);
	showTemperature();
	const kept = { temperature };
	FIELDS.forEach((id) => kept[id] = $(id).value);
	CHECKS.forEach((id) => kept[id] = $(id).checked);
	localStorage.setItem(KEPT, JSON.stringify(kept));
}

function restore() {
	const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
	FIELDS.filter((id) => id in kept).forEach((id) => $(id).value = kept[id]);
	CHECKS.filter((id) => id in kept).forEach((id) => $(id).checked = kept[id]);
	temperature = kept.temperature ?? null;
	$("temperature").value = temperature ?? 1;
}
