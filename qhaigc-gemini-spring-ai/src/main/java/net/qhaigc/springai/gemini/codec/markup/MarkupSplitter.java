package net.qhaigc.springai.gemini.codec.markup;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * Splits the text of one candidate into answer text, thoughts and images. The received
 * parts can divide the text at any position. Text that may be the beginning of a tag or
 * an image is therefore held back until the next text shows whether a tag or an image
 * begins there.
 */
final class MarkupSplitter {

	/** Maximum number of characters of a Markdown image before its data. */
	private static final int MAX_CHARS_BEFORE_IMAGE_DATA = 1024;

	private static final Pattern IMAGE_START = Pattern
		.compile("(?i)!\\[[^\\]\\n]*]\\(\\s*<?data:(image/[^;,)\\s]+)(?:;[^;,)\\s]+)*?;base64,");

	/**
	 * Any prefix of {@code IMAGE_START}, for text that ends within the start of an image.
	 */
	private static final Pattern IMAGE_PREFIX = Pattern
		.compile("(?i)!(\\[[^\\]\\n]*(](\\((\\s*<?(d|da|dat|data|data:[^,)\\s]*)?)?)?)?)?");

	private final ResponseMarkup markup;

	private final List<String> openingTags;

	private final HeldText held = new HeldText();

	private final StringBuilder imageData = new StringBuilder();

	private List<Part> parts = new ArrayList<>();

	/** The tag that ends the current thought; empty outside of thoughts. */
	private String closingTag = "";

	/** The type of the current image; empty outside of images. */
	private String imageType = "";

	private boolean directlyAfterThought;

	MarkupSplitter(ResponseMarkup markup) {
		this.markup = markup;
		this.openingTags = markup.thoughts() ? List.of("<think>", "<thought>") : List.of();
	}

	/**
	 * Split a part. The result begins with the text that was held back before, and does
	 * not contain the text that is held back now.
	 */
	List<Part> split(Part part) {
		if (!(part instanceof Part.Text text) || text.isThought()) {
			List<Part> result = end();
			result.add(part);
			return result;
		}
		this.held.append(text.text());
		splitHeld();
		return withAttributes(take(), text.attributes());
	}

	/**
	 * Return the parts for the text that is held back. This method is called at the end
	 * of the response, and before each part that is a thought or is not text.
	 */
	List<Part> end() {
		if (!this.imageType.isEmpty()) {
			// The data is incomplete. The part is later dropped, as all empty media is.
			add(new Part.InlineData(this.imageType, new byte[0]));
			this.imageType = "";
			this.imageData.setLength(0);
		}
		addText(this.held.length());
		return take();
	}

	private void splitHeld() {
		boolean boundaryFound = true;
		while (boundaryFound && !this.held.isEmpty()) {
			if (!this.imageType.isEmpty()) {
				boundaryFound = readImageData();
			}
			else {
				boundaryFound = this.closingTag.isEmpty() ? readAnswer() : readThought();
			}
		}
	}

	/** Read up to the end of the thought, and return whether the end was found. */
	private boolean readThought() {
		int end = this.held.indexOfTag(this.closingTag);
		addText((end >= 0) ? end : this.held.length() - this.held.partialTagLength(this.closingTag));
		if (end >= 0) {
			this.held.drop(this.closingTag.length());
			this.closingTag = "";
			this.directlyAfterThought = true;
		}
		return end >= 0;
	}

	/**
	 * Read up to the beginning of a thought or an image, and return whether a beginning
	 * was found.
	 */
	private boolean readAnswer() {
		if (this.directlyAfterThought) {
			this.held.stripLeading();
			this.directlyAfterThought = this.held.isEmpty();
		}
		int next = this.held.length();
		String opening = "";
		for (String tag : this.openingTags) {
			int index = this.held.indexOfTag(tag);
			if (index >= 0 && index < next) {
				next = index;
				opening = tag;
			}
		}
		Matcher image = IMAGE_START.matcher(this.held.asCharSequence());
		if (this.markup.images() && image.find() && image.start() < next) {
			String type = image.group(1);
			int length = image.end() - image.start();
			addText(image.start());
			this.held.drop(length);
			this.imageType = type;
			return true;
		}
		if (!opening.isEmpty()) {
			addText(next);
			this.held.drop(opening.length());
			this.closingTag = "</" + opening.substring(1);
			return true;
		}
		addText(this.held.length() - heldSuffixLength());
		return false;
	}

	/** Read up to the end of the image, and return whether the end was found. */
	private boolean readImageData() {
		int end = this.held.indexOf(')', 0);
		this.imageData.append(this.held.take((end >= 0) ? end : this.held.length()));
		this.held.drop((end >= 0) ? 1 : 0);
		if (end < 0) {
			return false;
		}
		add(new Part.InlineData(this.imageType, decode(this.imageData.toString())));
		this.imageType = "";
		this.imageData.setLength(0);
		return true;
	}

	/** Decode the data, without the title that can follow the data in Markdown. */
	private static byte[] decode(String data) {
		String base64 = data.split("[\"'>]", 2)[0].replace('-', '+').replace('_', '/');
		try {
			return Base64.getMimeDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

	/**
	 * Return the number of characters at the end of the text that may be the beginning of
	 * a tag or an image.
	 */
	private int heldSuffixLength() {
		int length = 0;
		for (String tag : this.openingTags) {
			length = Math.max(length, this.held.partialTagLength(tag));
		}
		int image = this.markup.images() ? indexOfImagePrefix() : -1;
		return (image >= 0) ? Math.max(length, this.held.length() - image) : length;
	}

	private int indexOfImagePrefix() {
		int from = Math.max(0, this.held.length() - MAX_CHARS_BEFORE_IMAGE_DATA);
		for (int i = this.held.indexOf('!', from); i >= 0; i = this.held.indexOf('!', i + 1)) {
			if (IMAGE_PREFIX.matcher(this.held.asCharSequence()).region(i, this.held.length()).matches()) {
				return i;
			}
		}
		return -1;
	}

	private void addText(int length) {
		if (length > 0) {
			add(new Part.Text(this.held.take(length),
					this.closingTag.isEmpty() ? PartAttributes.NONE : PartAttributes.THOUGHT));
		}
	}

	private void add(Part part) {
		this.parts.add(part);
	}

	private List<Part> take() {
		List<Part> taken = this.parts;
		this.parts = new ArrayList<>();
		return taken;
	}

	/**
	 * Add the attributes of a text part, such as a signature, to the last of the parts
	 * into which the text part was split. If the last part is a thought or an image, or
	 * if there is none, add an empty text part with the attributes.
	 */
	private static List<Part> withAttributes(List<Part> parts, PartAttributes attributes) {
		if (attributes.equals(PartAttributes.NONE)) {
			return parts;
		}
		int last = parts.size() - 1;
		if (last >= 0 && parts.get(last) instanceof Part.Text text && !text.isThought()) {
			parts.set(last, new Part.Text(text.text(), attributes));
		}
		else {
			parts.add(new Part.Text("", attributes));
		}
		return parts;
	}

}
