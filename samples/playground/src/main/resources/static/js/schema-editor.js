/** An editor for the JSON Schema of a response: a list of fields, or the schema as text. */

import { $, element } from "./dom.js";
import { setLabel, setText } from "./language.js";

const STORAGE_KEY = "playground.schema";

const TYPES = ["string", "integer", "number", "boolean"];

const DEFAULT = {
	type: "array",
	minItems: 3,
	items: {
		type: "object",
		properties: { city: { type: "string" }, river: { type: "string" }, inhabitants: { type: "integer" } },
		required: ["city", "river", "inhabitants"]
	}
};

let onChange = () => undefined;

/** Initializes the editor; onChange is called after each change. */
export function initializeSchema(listener) {
	onChange = listener;
	$("schema").value = localStorage.getItem(STORAGE_KEY) ?? JSON.stringify(DEFAULT, null, 2);
	$("schema").addEventListener("input", () => {
		store();
		showFields();
	});
	$("add-field").addEventListener("click", () => {
		addField("", "string");
		$("fields").lastChild.querySelector("input").focus();
	});
	$("schema-list").addEventListener("change", writeSchema);
	showFields();
}

/** Returns the schema. Throws an error whose message is the key of a text if it is not valid JSON. */
export function schema() {
	try {
		return JSON.stringify(JSON.parse($("schema").value));
	}
	catch {
		throw new Error("invalidSchema");
	}
}

/** Shows the note if the schema cannot be edited as a list of fields. */
export function showSchema() {
	$("schema-note").hidden = !$("fields").hidden;
}

function store() {
	localStorage.setItem(STORAGE_KEY, $("schema").value);
}

/** Shows the fields of the schema, unless it has parts that the fields cannot show. */
function showFields() {
	const fields = fieldsOf(parse($("schema").value));
	$("fields").hidden = !fields;
	$("field-buttons").hidden = !fields;
	if (fields) {
		$("schema-list").checked = fields.list;
		$("fields").replaceChildren();
		fields.properties.forEach(([name, { type }]) => addField(name, type));
	}
	showSchema();
}

function parse(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return undefined;
	}
}

function fieldsOf(value) {
	const list = value?.type === "array";
	const object = list ? value.items : value;
	if (object?.type !== "object" || typeof object.properties !== "object") {
		return undefined;
	}
	const properties = Object.entries(object.properties);
	return properties.every(([, property]) => TYPES.includes(property?.type) && Object.keys(property).length === 1) ? { list, properties } : undefined;
}

function addField(name, type) {
	const input = setLabel(element("input", { spellcheck: "false", autocapitalize: "off", oninput: writeSchema }), "fieldName");
	input.value = name;
	const select = setLabel(element("select", { onchange: writeSchema }, ...TYPES.map((value) => setText(element("option", { value }), `type_${value}`))), "fieldType");
	select.value = type;
	const field = element("li", { class: "setting-row" }, input, select,
		setLabel(element("button", {
			type: "button", class: "icon-button", onclick: () => {
				field.remove();
				writeSchema();
				$("add-field").focus();
			}
		}, "×"), "removeField"));
	$("fields").append(field);
}

function writeSchema() {
	const properties = {};
	for (const field of $("fields").children) {
		const name = field.querySelector("input").value.trim();
		if (name) {
			properties[name] = { type: field.querySelector("select").value };
		}
	}
	const object = { type: "object", properties, required: Object.keys(properties) };
	$("schema").value = JSON.stringify($("schema-list").checked ? { type: "array", items: object } : object, null, 2);
	store();
	onChange();
}
