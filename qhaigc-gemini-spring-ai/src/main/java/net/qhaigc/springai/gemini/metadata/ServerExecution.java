package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.ai.content.Media;

/**
 * Code or a tool call that Google's servers executed for the model, with its result. The
 * call or the result is empty if the response does not contain it.
 *
 * @param call the code or the tool call
 * @param result the result of the code or the tool call
 * @param media the media that follows the call or the result, up to the next text, call
 * or result
 */
record ServerExecution(JsonView call, JsonView result, List<Media> media) {

	/**
	 * Return the executions. A result belongs to the last preceding call that has the
	 * same ID, the same tool type and no result yet; a missing ID or type matches only a
	 * missing one. A result without such a call is an execution of its own.
	 * @param parts the parts that contain calls and results, in their order, possibly
	 * with texts and media between them
	 * @param callField the field of parts that contain a call
	 * @param resultField the field of parts that contain a result
	 */
	static List<ServerExecution> of(List<JsonView> parts, String callField, String resultField) {
		List<ServerExecution> executions = new ArrayList<>();
		int current = -1;
		for (JsonView part : parts) {
			JsonView call = part.object(callField);
			JsonView result = part.object(resultField);
			int index = result.isEmpty() ? -1 : indexOfCallFor(executions, result);
			if (index >= 0) {
				executions.set(index,
						new ServerExecution(executions.get(index).call(), result, executions.get(index).media()));
				current = index;
			}
			else if (!call.isEmpty() || !result.isEmpty()) {
				executions.add(new ServerExecution(call, result, new ArrayList<>()));
				current = executions.size() - 1;
			}
			else if (part.has("text")) {
				current = -1;
			}
			else if (current >= 0) {
				Media media = ResponsePartReader.media(part);
				if (media != null) {
					executions.get(current).media().add(media);
				}
			}
		}
		return executions;
	}

	private static int indexOfCallFor(List<ServerExecution> executions, JsonView result) {
		for (int i = executions.size() - 1; i >= 0; i--) {
			ServerExecution execution = executions.get(i);
			if (execution.result().isEmpty() && Objects.equals(execution.call().text("id"), result.text("id"))
					&& Objects.equals(execution.call().text("toolType"), result.text("toolType"))) {
				return i;
			}
		}
		return -1;
	}

}
