package net.qhaigc.springai.gemini.client.error;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Headers as an unmodifiable map, looked up regardless of case. It is a view rather than
 * a copy, because few of the headers of a response are ever read.
 */
final class HeaderMap extends AbstractMap<String, List<String>> {

	private final HttpHeaders headers;

	HeaderMap(HttpHeaders headers) {
		this.headers = headers;
	}

	@Override
	public @Nullable List<String> get(Object name) {
		return (name instanceof String text) ? this.headers.get(text) : null;
	}

	@Override
	public boolean containsKey(Object name) {
		return name instanceof String text && this.headers.containsHeader(text);
	}

	@Override
	public Set<Map.Entry<String, List<String>>> entrySet() {
		return Collections.unmodifiableSet(this.headers.headerSet());
	}

}
