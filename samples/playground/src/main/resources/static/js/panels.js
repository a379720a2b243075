/** The panels beside the conversation. On narrow screens they are drawers, of which at most one is open. */

import { $ } from "./dom.js";

const PANELS = { conversations: matchMedia("(width < 48rem)"), settings: matchMedia("(width < 76rem)") };

export function initializePanels() {
	for (const name of Object.keys(PANELS)) {
		$(`open-${name}`).addEventListener("click", () => toggle(name));
		$(`close-${name}`).addEventListener("click", closePanels);
		PANELS[name].addEventListener("change", () => document.body.dataset.panel === name && closePanels());
	}
	$("scrim").addEventListener("click", closePanels);
}

export const isPanelOpen = () => Boolean(document.body.dataset.panel);

/** Closes the open panel, and returns the focus to the button that opened it. */
export function closePanels() {
	const name = document.body.dataset.panel;
	if (name) {
		show("");
		$(`open-${name}`).focus();
	}
}

function toggle(name) {
	show(document.body.dataset.panel === name ? "" : name);
	if (document.body.dataset.panel) {
		$(`close-${name}`).focus();
	}
}

/** Opens a drawer, or closes the open drawer if the name is empty. While a drawer is open, nothing outside it can have the focus. */
function show(opened) {
	document.body.dataset.panel = opened;
	for (const panel of Object.keys(PANELS)) {
		$(`open-${panel}`).setAttribute("aria-expanded", String(panel === opened));
	}
	for (const other of [$("main"), $("bar"), ...Object.keys(PANELS).filter((panel) => panel !== opened).map($)]) {
		other.inert = opened !== "";
	}
}
