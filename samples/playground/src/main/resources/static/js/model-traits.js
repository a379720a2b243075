/** What the page derives from the ID of a model: its thinking options, what it generates, and which endpoints serve it. */

const OTHER_KINDS = [["embedding", /embed|bge-|rerank/i], ["speech", /tts|whisper|transcri|speech/i], ["video", /veo|sora|video/i]];

const IMAGE = /image|imagen|dall-e|flux|seedream|nano-banana/i;

/** The thinking options that models of a family accept, as the values of the control. */
const THINKING = [
	[/gemini-2\.5.*(image|tts|audio)/, []],
	[/gemini-2\.5-pro/, ["128", "1024", "8192", "32768", "-1"]],
	[/gemini-2\.5/, ["0", "1024", "8192", "24576", "-1"]],
	[/gemini-(1|2\.0)/, []],
	[/gemini-3[^.]*-pro-image|gemini-3-pro-image/, []],
	[/gemini-3-pro/, ["LOW", "HIGH"]],
	[/gemini/, ["MINIMAL", "LOW", "MEDIUM", "HIGH"]],
	[/gpt-5|o[134](-|$)|codex/, ["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"]],
	[/gpt-(3|4)|embed|bge|dall|whisper|tts/, []],
	[/./, ["LOW", "MEDIUM", "HIGH"]]
];

/** Returns the traits of a model: kind ("chat", "image", ...), thinking (values) and native (whether the native endpoint serves the model). */
export function traitsOf(id) {
	const name = id.toLowerCase();
	const kind = OTHER_KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? (IMAGE.test(name) ? "image" : "chat");
	return { kind, thinking: THINKING.find(([pattern]) => pattern.test(name))[1], native: /gemini|gemma|learnlm/.test(name) };
}

/** Returns the first model of a list that generates images, or a default. */
export const imageModel = (ids) => ids.find((id) => traitsOf(id).kind === "image" && traitsOf(id).native)
	?? ids.find((id) => traitsOf(id).kind === "image") ?? "gemini-2.5-flash-image";
