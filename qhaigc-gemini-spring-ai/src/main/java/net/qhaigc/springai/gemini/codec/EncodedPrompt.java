package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Map;

import org.springframework.ai.tool.ToolCallback;

import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.wire.RequestBody;

/**
 * A prompt as a request to the gateway, with the information that is required to decode
 * the response.
 *
 * @param model the ID of the model, as the user wrote it
 * @param body the body of the request; its type determines the endpoint
 * @param headers the additional headers of the request
 * @param extraBody the JSON Merge Patch that is applied to the body
 * @param toolNames the original names of the tools that were renamed, keyed by the names
 * in the request
 * @param embeddedJsonLocations where the response contains JSON objects in strings
 * @param markup which markup inside the text of the response is moved to separate parts
 * @param toolCallbacks the tool callbacks in the options of the prompt
 * @param mediaRetention whether and where media of the response is kept, so that it is
 * not lost if Spring AI or a chat memory drops it
 * @param earlierResponseHasThoughts whether an assistant message after the last user
 * message has thoughts
 */
public record EncodedPrompt(String model, RequestBody body, Map<String, String> headers, Map<String, Object> extraBody,
		Map<String, String> toolNames, EmbeddedJsonLocations embeddedJsonLocations, ResponseMarkup markup,
		List<ToolCallback> toolCallbacks, MediaRetention mediaRetention, boolean earlierResponseHasThoughts) {

	/**
	 * Return whether storing the media of a response blocks the current thread.
	 * @return true if the media store blocks, as a store in files or a database does
	 */
	public boolean isMediaStoreBlocking() {
		return this.mediaRetention.isBlocking();
	}

}
