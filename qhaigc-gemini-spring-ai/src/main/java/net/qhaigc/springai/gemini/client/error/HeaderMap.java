package net.qhaigc.springai.gemini.client.error;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The headers of a response as an unmodifiable map with case-insensitive names, in which
 * the API key is redacted. The map is a view rather than a copy, because few of the
 * headers of a response are ever read.
 */
final class HeaderMap extends AbstractMap<String, List<String>> {

	private final HttpHeaders headers;

	private final Redactor redactor;

	HeaderMap(HttpHeaders headers, Redactor redactor) {
		this.headers = headers;
		this.redactor = redactor;
	}

	@Override
	public @Nullable List<String> get(Object name) {
		List<String> values = (name instanceof String text) ? this.headers.get(text) : null;
		return (values != null) ? redact(values) : null;
	}

	@Override
	public boolean containsKey(Object name) {
		return name instanceof String text && this.headers.containsHeader(text);
	}

	@Override
	public Set<Map.Entry<String, List<String>>> entrySet() {
		Map<String, List<String>> redacted = new LinkedHashMap<>();
		this.headers.headerSet()
			.forEach((header) -> redacted.put(this.redactor.redact(header.getKey()), redact(header.getValue())));
		return Collections.unmodifiableSet(redacted.entrySet());
	}

	private List<String> redact(List<String> values) {
		return (values.size() == 1) ? List.of(this.redactor.redact(values.get(0)))
				: values.stream().map(this.redactor::redact).toList();
	}

}
