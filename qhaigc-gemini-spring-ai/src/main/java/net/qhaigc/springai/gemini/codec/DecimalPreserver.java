package net.qhaigc.springai.gemini.codec;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.method.MethodToolCallback;

import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Keeps decimals exact in the arguments of tools that are methods. Spring AI first reads
 * the arguments of a method into a map, in which a decimal is a {@code double}; only then
 * does it convert them to the types of the parameters. A decimal that a {@code double}
 * would round is passed as a string, which Spring AI converts to any numeric type.
 */
final class DecimalPreserver {

	private final List<ToolCallback> tools;

	DecimalPreserver(List<ToolCallback> tools) {
		this.tools = tools;
	}

	/**
	 * Replace the decimals that would be rounded.
	 * @param tool the name of the tool
	 * @param args the arguments
	 * @return the arguments, with strings in place of these decimals if the tool is a
	 * method and declares the decimals as numbers; the same instance if no decimal would
	 * be rounded
	 */
	@SuppressWarnings("unchecked")
	Map<String, Object> preserve(@Nullable String tool, Map<String, Object> args) {
		if (!losesPrecision(args)) {
			return args;
		}
		for (ToolCallback callback : this.tools) {
			if (callback instanceof MethodToolCallback && callback.getToolDefinition().name().equals(tool)) {
				return (Map<String, Object>) convertMap(args, schema(callback));
			}
		}
		return args;
	}

	private static boolean losesPrecision(@Nullable Object value) {
		if (value instanceof BigDecimal decimal) {
			double rounded = decimal.doubleValue();
			return Double.isInfinite(rounded) || BigDecimal.valueOf(rounded).compareTo(decimal) != 0;
		}
		Collection<?> values = (value instanceof Map<?, ?> map) ? map.values()
				: (value instanceof List<?> list) ? list : List.of();
		for (Object inner : values) {
			if (losesPrecision(inner)) {
				return true;
			}
		}
		return false;
	}

	private static Map<?, ?> schema(ToolCallback tool) {
		try {
			return map(WireJson.readValue(tool.getToolDefinition().inputSchema()));
		}
		catch (JacksonException ex) {
			return Map.of();
		}
	}

	private static @Nullable Object convert(@Nullable Object value, Map<?, ?> schema) {
		if (value instanceof BigDecimal && "number".equals(schema.get("type")) && losesPrecision(value)) {
			return value.toString();
		}
		if (value instanceof List<?> list) {
			Map<?, ?> items = map(schema.get("items"));
			return list.stream().map((element) -> convert(element, items)).toList();
		}
		return (value instanceof Map<?, ?> map) ? convertMap(map, schema) : value;
	}

	private static Map<?, ?> convertMap(Map<?, ?> map, Map<?, ?> schema) {
		Map<?, ?> properties = map(schema.get("properties"));
		Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
		map.forEach((name, value) -> converted.put(name, convert(value, map(properties.get(name)))));
		return converted;
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

}
