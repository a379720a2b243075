package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoints {@code /v1/images/generations} and {@code /v1/images/edits}, and the
 * images to which their responses refer.
 */
final class ImagesEndpoint implements OpenAiEndpoint {

	static final Pattern FILE_PATH = Pattern.compile("(?:/v1)?/images/files/([0-9a-f-]{36})\\.[a-z]+");

	private static final Set<String> FIELDS = Set.of("model", "prompt", "n", "size", "quality", "style",
			"response_format", "user", "background", "moderation", "output_format", "output_compression", "image",
			"image[]", "mask", "input_fidelity");

	private static final Pattern SIZE = Pattern.compile("([1-9]\\d{1,3})x([1-9]\\d{1,3})");

	private static final String DEFAULT_SIZE = "1024x1024";

	private static final int MAX_IMAGES = 10;

	private static final int MAX_FILES = 64;

	/**
	 * The images to which the URLs in responses refer. The name of an image depends only
	 * on its content, so all gateways in this JVM can share the images.
	 */
	private static final Map<String, ReplyBody.Raw> FILES = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, ReplyBody.Raw> eldest) {
			return size() > MAX_FILES;
		}

	});

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		RequestFields fields = RequestFields.of(request.json(), FIELDS)
			.requireText("model")
			.requireText("prompt")
			.optional("n", (n) -> n.asInt(0) >= 1 && n.asInt(0) <= MAX_IMAGES, "an integer from 1 to " + MAX_IMAGES)
			.optional("size", (size) -> size.asString("").equals("auto") || SIZE.matcher(size.asString("")).matches(),
					"'auto' or a size such as 1024x1024")
			.oneOf("response_format", "url", "b64_json")
			.oneOf("output_format", "png", "jpeg", "webp");
		if (request.path().endsWith("/edits")) {
			fields.requireAtLeastOneOf("image", "image[]");
		}
		return fields.result();
	}

	@Override
	public ReplyBody generate(ReceivedRequest request) {
		if (!request.json().path("output_format").asString("png").equals("png")) {
			throw new IllegalStateException(
					"The stand-in gateway generates only PNG images. Script a reply with image(..)");
		}
		Matcher size = SIZE.matcher(request.json().path("size").asString(DEFAULT_SIZE));
		int width = size.matches() ? Integer.parseInt(size.group(1)) : 1024;
		int height = size.matches() ? Integer.parseInt(size.group(2)) : 1024;
		String prompt = request.json().path("prompt").asString("");
		ModelTurn turn = ModelTurn.EMPTY;
		for (int i = 0; i < request.json().path("n").asInt(1); i++) {
			String text = (i == 0) ? prompt : prompt + " (" + (i + 1) + ")";
			turn = turn.with(WireParts.inlineData(PngImage.of(text, width, height), "image/png"));
		}
		return turn;
	}

	@Override
	public ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request) {
		List<JsonNode> images = WireParts.media(body);
		if (images.isEmpty()) {
			throw OpenAiEndpoint.mismatch(body, request, "image(..)");
		}
		ObjectNode json = Json.object().put("created", 0);
		ArrayNode data = json.putArray("data");
		boolean asUrl = returnsUrl(request);
		for (JsonNode image : images) {
			data.addObject()
				.put(asUrl ? "url" : "b64_json", asUrl ? storeFile(image, request) : image.path("data").asString(""));
		}
		return ReplyBody.Raw.json(json);
	}

	/** DALL-E returns URLs by default; newer models return the images. */
	private static boolean returnsUrl(ReceivedRequest request) {
		String defaultFormat = request.model().startsWith("dall-e") ? "url" : "b64_json";
		return request.json().path("response_format").asString(defaultFormat).equals("url");
	}

	/** Store the image, and return its URL. */
	private static String storeFile(JsonNode image, ReceivedRequest request) {
		String base64 = image.path("data").asString("");
		String type = image.path("mimeType").asString("");
		String name = UUID.nameUUIDFromBytes(base64.getBytes(StandardCharsets.US_ASCII)).toString();
		FILES.put(name,
				new ReplyBody.Raw(200, Map.of("Content-Type", type), List.of(Base64.getDecoder().decode(base64))));
		return request.baseUrl() + "/v1/images/files/" + name + "."
				+ type.replaceFirst(".*/", "").replaceAll("[^a-z]", "");
	}

	/** Return the image that is requested by its URL, or null if it does not exist. */
	static ReplyBody.@Nullable Raw file(ReceivedRequest request) {
		Matcher file = FILE_PATH.matcher(request.localPath());
		return file.matches() ? FILES.get(file.group(1)) : null;
	}

}
