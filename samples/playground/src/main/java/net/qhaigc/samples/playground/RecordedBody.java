package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a request without long media data, which can be many megabytes long. In
 * place of this data, the page shows its length, and the curl command that repeats the
 * request reads the data from a file.
 */
final class RecordedBody {

	/**
	 * The maximum number of characters that are kept, without the removed media data. A
	 * longer body is truncated, and no curl command is shown for the request.
	 */
	static final int MAX_LENGTH = 1024 * 1024;

	private static final Pattern MEDIA = Pattern
		.compile("(?<=\"data\":\"|;base64,)[A-Za-z0-9+/]{1500,}={0,2}(?=[^A-Za-z0-9+/=_-])");

	/** The MIME type before the data, in the same object. */
	private static final Pattern TYPE_BEFORE = Pattern
		.compile("(?:\"mimeType\":\"([^\"]+)\"[^}]*|data:([^;,\"]+)[^\",]*;base64,)$");

	/** The MIME type after the data, or the format of OpenAI's audio. */
	private static final Pattern TYPE_AFTER = Pattern.compile("^\",\"(?:mimeType\":\"([^\"]+)|format\":\"(\\w+))\"");

	/**
	 * Replaces the data of a media file in the {@link #template}, and contains the number
	 * of this file. A control character at the end of the template, outside a marker,
	 * means that the template was truncated.
	 */
	private static final Pattern MARKER = Pattern.compile("\u0001(\\d+)\u0001");

	private static final int MAX_TYPE_DISTANCE = 300;

	private static final Map<String, String> EXTENSIONS = Map.of("jpeg", "jpg", "svg+xml", "svg", "mpeg", "mp3",
			"quicktime", "mov", "plain", "txt");

	private final String template;

	private final List<MediaFile> files;

	private RecordedBody(String template, List<MediaFile> files) {
		this.template = template;
		this.files = files;
	}

	static RecordedBody of(String json) {
		List<MediaFile> files = new ArrayList<>();
		Map<String, Integer> numbers = new LinkedHashMap<>();
		String template = MEDIA.matcher(json).replaceAll((match) -> {
			int number = numbers.computeIfAbsent(match.group(), (data) -> {
				files.add(MediaFile.of(files.size() + 1, mimeType(json, match), data));
				return files.size();
			});
			return "\u0001" + number + "\u0001";
		});
		return new RecordedBody(
				(template.length() > MAX_LENGTH) ? template.substring(0, MAX_LENGTH) + "\u0001" : template,
				List.copyOf(files));
	}

	private static String mimeType(String json, MatchResult match) {
		Matcher before = TYPE_BEFORE
			.matcher(json.substring(Math.max(0, match.start() - MAX_TYPE_DISTANCE), match.start()));
		if (before.find()) {
			return (before.group(1) != null) ? before.group(1) : before.group(2);
		}
		Matcher after = TYPE_AFTER
			.matcher(json.substring(match.end(), Math.min(json.length(), match.end() + MAX_TYPE_DISTANCE)));
		if (after.find()) {
			return (after.group(1) != null) ? after.group(1) : "audio/" + after.group(2);
		}
		return "application/octet-stream";
	}

	boolean isEmpty() {
		return this.template.isEmpty();
	}

	/** Return whether the body was not truncated, so that it can be sent again. */
	boolean isComplete() {
		return !this.template.endsWith("\u0001");
	}

	/** Return the media that was removed, without duplicates. */
	List<MediaFile> files() {
		return this.files;
	}

	/** Return the number of characters that are kept. */
	int length() {
		return this.template.length();
	}

	/**
	 * Return the body with a text in place of the data of each media file.
	 * @param text converts the parts of the body outside the media data
	 * @param media returns the text that replaces the data of a file
	 * @return the body
	 */
	String format(Function<String, String> text, Function<MediaFile, String> media) {
		StringBuilder body = new StringBuilder();
		Matcher marker = MARKER.matcher(this.template);
		int end = 0;
		while (marker.find()) {
			body.append(text.apply(this.template.substring(end, marker.start())));
			body.append(media.apply(this.files.get(Integer.parseInt(marker.group(1)) - 1)));
			end = marker.end();
		}
		return body.append(text.apply(this.template.substring(end).replace("\u0001", ""))).toString();
	}

	/**
	 * Media of a request.
	 *
	 * @param name the name of a file for the media
	 * @param mimeType the MIME type
	 * @param bytes the size in bytes
	 * @param characters the number of Base64 characters
	 */
	record MediaFile(String name, String mimeType, int bytes, int characters) {

		private static MediaFile of(int number, String mimeType, String data) {
			int padding = data.endsWith("==") ? 2 : (data.endsWith("=") ? 1 : 0);
			return new MediaFile("media-%d.%s".formatted(number, extension(mimeType)), mimeType,
					data.length() / 4 * 3 - padding, data.length());
		}

		private static String extension(String mimeType) {
			String subtype = mimeType.toLowerCase(Locale.ROOT).replaceFirst(".*/(x-)?", "").replaceFirst(";.*", "");
			String extension = EXTENSIONS.getOrDefault(subtype, subtype);
			return extension.matches("[a-z0-9]{1,8}") ? extension : "bin";
		}

	}

}
