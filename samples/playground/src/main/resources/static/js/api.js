/** The server of the playground, as the page calls it. */

export const about = () => json("api/about");

export const models = () => json("api/models");

export const conversations = () => json("api/conversations");

export const turns = (id) => json(`api/conversations/${id}`);

export const forget = (id) => called(`api/conversations/${id}`, { method: "DELETE" });

/**
 * Asks a question and yields what happens, one event per line that comes. Aborting the
 * signal closes the connection, and so cancels the request to the gateway.
 */
export async function* answer(id, question, signal) {
	const response = await called(`api/conversations/${id}/answers`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(question),
		signal
	});
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = [];
	for (;;) {
		const { done, value } = await reader.read();
		if (done) {
			return;
		}
		const lines = value.split("\n");
		if (lines.length > 1) {
			yield* lines.slice(0, -1).map((line, i) => (i === 0) ? rest.join("") + line : line).filter(Boolean).map((line) => JSON.parse(line));
			rest = [];
		}
		rest.push(lines.at(-1));
	}
}

async function json(path) {
	return (await called(path)).json();
}

async function called(path, request) {
	const response = await fetch(path, request);
	if (!response.ok) {
		throw new Error(`${response.status} ${response.statusText}`);
	}
	return response;
}
