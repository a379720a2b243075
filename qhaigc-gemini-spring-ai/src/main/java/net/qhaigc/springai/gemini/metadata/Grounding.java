package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an answer rests on: Google's {@code groundingMetadata}.
 *
 * @param webSearchQueries what was searched for
 * @param imageSearchQueries what pictures were searched for
 * @param sources what was found, in the order that {@link GroundingSupport} counts in
 * @param supports which passages of the answer rest on which sources
 * @param searchEntryPoint the search suggestions, as HTML that Google's terms ask to be
 * shown with the answer; or null
 * @param searchEntryPointBlob the search suggestions as base64 of JSON pairs of search
 * term and address; or null
 * @param dynamicRetrievalScore how likely a search would help, from 0 to 1; or null
 * @param mapsWidgetToken the token that renders the Google Maps widget of the answer; or
 * null
 */
public record Grounding(List<String> webSearchQueries, List<String> imageSearchQueries, List<GroundingSource> sources,
		List<GroundingSupport> supports, @Nullable String searchEntryPoint, @Nullable String searchEntryPointBlob,
		@Nullable Double dynamicRetrievalScore, @Nullable String mapsWidgetToken) {

	/**
	 * Whether the answer rests on nothing but the model.
	 * @return true if there is no source and nothing was searched for
	 */
	public boolean isEmpty() {
		return this.sources.isEmpty() && this.supports.isEmpty() && this.webSearchQueries.isEmpty()
				&& this.imageSearchQueries.isEmpty() && this.searchEntryPoint == null && this.mapsWidgetToken == null;
	}

}
