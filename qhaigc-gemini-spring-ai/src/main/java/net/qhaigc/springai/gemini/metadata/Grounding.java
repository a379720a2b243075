package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The sources on which a response is based: Google's {@code groundingMetadata}.
 *
 * @param webSearchQueries queries of the web search
 * @param imageSearchQueries queries of the image search
 * @param sources sources that were found, in the order that
 * {@link GroundingSupport#sourceIndices()} refers to
 * @param supports passages of the response with their sources
 * @param searchEntryPoint search suggestions as HTML, which Google's terms require to be
 * displayed with the response; null if the response has none
 * @param searchEntryPointBlob search suggestions as base64 of a JSON array of pairs, each
 * of which consists of a search term and a URL; null if the response has none
 * @param dynamicRetrievalScore likelihood that a search would help, from 0 to 1; null if
 * the response has none
 * @param mapsWidgetToken token that renders the Google Maps widget; null if the response
 * has none
 */
public record Grounding(List<String> webSearchQueries, List<String> imageSearchQueries, List<GroundingSource> sources,
		List<GroundingSupport> supports, @Nullable String searchEntryPoint, @Nullable String searchEntryPointBlob,
		@Nullable Double dynamicRetrievalScore, @Nullable String mapsWidgetToken) {

	public Grounding {
		webSearchQueries = List.copyOf(webSearchQueries);
		imageSearchQueries = List.copyOf(imageSearchQueries);
		sources = List.copyOf(sources);
		supports = List.copyOf(supports);
	}

	/**
	 * Return whether the response contains no grounding.
	 * @return true if there are no sources, supports or queries, and neither search
	 * suggestions as HTML nor a widget token
	 */
	public boolean isEmpty() {
		return this.sources.isEmpty() && this.supports.isEmpty() && this.webSearchQueries.isEmpty()
				&& this.imageSearchQueries.isEmpty() && this.searchEntryPoint == null && this.mapsWidgetToken == null;
	}

}
