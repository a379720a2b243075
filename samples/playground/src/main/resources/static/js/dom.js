/** Makes elements without a word of HTML, so that no text can turn into a tag. */

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** An element with attributes or properties, and children: elements or texts. */
export function element(name, attributes = {}, ...children) {
	return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
	return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith("on")) {
			node.addEventListener(name.slice(2), value);
		}
		else if (value === true) {
			node.setAttribute(name, "");
		}
		else if (value !== false && value !== null && value !== undefined) {
			node.setAttribute(name, value);
		}
	}
	node.append(...children);
	return node;
}
