/** The faults of the stand-in gateway. */

import * as api from "./api.js";
import { $ } from "./dom.js";
import { setText } from "./language.js";

/** Registers the listeners. */
export function initializeFaults() {
	$("faults").hidden = false;
	$("fault-apply").addEventListener("click", async () => {
		const fault = $("fault").value || null;
		show(await api.setFaults(fault, fault ? $("fault-times").valueAsNumber || 1 : 0).catch(() => 0));
	});
	showFaults();
}

/** Shows how many requests are still going to fail. */
export async function showFaults() {
	if (!$("faults").hidden) {
		show(await api.faults().catch(() => 0));
	}
}

function show(remaining) {
	setText($("fault-state"), (remaining > 0) ? "faultsRemaining" : "faultsOff", { remaining });
	$("fault-state").classList.toggle("active", remaining > 0);
}
