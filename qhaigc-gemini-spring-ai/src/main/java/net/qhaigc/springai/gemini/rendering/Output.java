package net.qhaigc.springai.gemini.rendering;

import java.util.List;
import java.util.NavigableMap;

import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.metadata.ResponsePart;

/**
 * Writes the parts of one response in a format such as HTML. {@code toString()} returns
 * the result.
 */
interface Output {

	/**
	 * Write text.
	 * @param text the text
	 * @param references the sources of passages, keyed by the index at which each passage
	 * ends, from 1 to the length of the text
	 */
	void writeText(String text, NavigableMap<Integer, List<Source>> references);

	void writeCode(ResponsePart.Code code);

	void writeCodeResult(ResponsePart.CodeResult result);

	/**
	 * Write media.
	 * @param type the MIME type
	 * @param uri the URI, not escaped
	 */
	void writeMedia(MimeType type, String uri);

	/**
	 * Write the list of all sources.
	 * @param sources the sources in the order of their numbers
	 */
	void writeSources(List<Source> sources);

}
