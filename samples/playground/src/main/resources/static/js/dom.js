/** Creates elements without parsing HTML, so that text is never interpreted as markup. */

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** Creates an element with attributes, event listeners (such as onclick) and children, which are elements or texts. */
export function element(name, attributes = {}, ...children) {
	return initialize(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
	return initialize(document.createElementNS(SVG, name), attributes, children);
}

function initialize(node, attributes, children) {
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
