package net.qhaigc.springai.gemini.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects attributes as key values. Attributes without a value are omitted; lists become
 * JSON arrays.
 */
final class AttributeCollector {

	private final List<KeyValue> keyValues = new ArrayList<>();

	AttributeCollector add(GenAiAttribute attribute, @Nullable Object value) {
		if (value instanceof List<?> list) {
			if (!list.isEmpty()) {
				put(attribute, JsonMapper.shared().writeValueAsString(list));
			}
		}
		else if (value != null && !value.toString().isBlank()) {
			put(attribute, value.toString());
		}
		return this;
	}

	private void put(GenAiAttribute attribute, String value) {
		this.keyValues.add(KeyValue.of(attribute.key(), value));
	}

	KeyValues toKeyValues() {
		return KeyValues.of(this.keyValues);
	}

}
