package net.qhaigc.springai.gemini.rendering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.metadata.Citation;
import net.qhaigc.springai.gemini.metadata.Grounding;
import net.qhaigc.springai.gemini.metadata.GroundingSource;
import net.qhaigc.springai.gemini.metadata.GroundingSupport;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TextRange;

/**
 * The sources of a response, and the indices in the text at which the response refers to
 * them.
 */
final class Sources {

	private final String text;

	private final Map<List<@Nullable String>, Source> sources = new LinkedHashMap<>();

	/** The sources of passages, keyed by the index at which each passage ends. */
	private final NavigableMap<Integer, List<Source>> references = new TreeMap<>();

	private Sources(String text) {
		this.text = text;
	}

	static Sources of(QhaigcGeminiMetadata metadata) {
		Sources sources = new Sources(metadata.text());
		Grounding grounding = metadata.grounding();
		grounding.sources().forEach(sources::add);
		for (GroundingSupport support : grounding.supports()) {
			support.sources().forEach((source) -> sources.addReference(support.range(), sources.add(source)));
		}
		for (Citation citation : metadata.citations()) {
			sources.addReference(citation.range(), sources.add(title(citation), citation.uri()));
		}
		sources.references.values().forEach((list) -> list.sort(Comparator.comparingInt(Source::number)));
		return sources;
	}

	private static @Nullable String title(Citation citation) {
		if (citation.license() == null) {
			return citation.title();
		}
		String name = (citation.title() != null) ? citation.title() : citation.uri();
		return ((name != null) ? name + " " : "") + "(" + citation.license() + ")";
	}

	private @Nullable Source add(GroundingSource source) {
		return add(source.title(), source.uri());
	}

	/**
	 * Add a source, unless it has been added before, and return it; null if the source
	 * has neither a title nor a URI.
	 */
	private @Nullable Source add(@Nullable String title, @Nullable String uri) {
		if (title == null && uri == null) {
			return null;
		}
		return this.sources.computeIfAbsent(Arrays.asList(title, uri),
				(key) -> Source.of(this.sources.size() + 1, title, uri));
	}

	private void addReference(TextRange passage, @Nullable Source source) {
		if (source == null || passage.isEmpty()) {
			return;
		}
		List<Source> existing = this.references.computeIfAbsent(Graphemes.boundary(this.text, passage.end()),
				(index) -> new ArrayList<>());
		if (!existing.contains(source)) {
			existing.add(source);
		}
	}

	/**
	 * Return the references within a part of the text.
	 * @param start the start index of the part, exclusive
	 * @param end the end index of the part, inclusive
	 * @return the references, with indices relative to the start of the part
	 */
	NavigableMap<Integer, List<Source>> references(int start, int end) {
		NavigableMap<Integer, List<Source>> part = new TreeMap<>();
		this.references.subMap(start, false, end, true).forEach((index, list) -> part.put(index - start, list));
		return part;
	}

	/** Return all sources in the order of their numbers. */
	List<Source> list() {
		return List.copyOf(this.sources.values());
	}

}
