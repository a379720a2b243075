package net.qhaigc.springai.gemini.codec;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolNames}.
 */
class ToolNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "_a", "getWeather", "a.b:c-d_1", "A" })
	void keepsValidName(String name) {
		ToolNames names = ToolNames.of(List.of(name));
		assertThat(names.toWire(name)).isEqualTo(name);
		assertThat(names.changed()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "get weather,get_weather", "1st,_1st", "天气,__", "a/b,a_b", "'',_", "-a,_-a" })
	void convertsInvalidNameToValidName(String name, String wireName) {
		ToolNames names = ToolNames.of(List.of(name));
		assertThat(names.toWire(name)).isEqualTo(wireName);
		assertThat(names.changed()).isEqualTo(Map.of(wireName, name));
	}

	@Test
	void makesNamesUnique() {
		ToolNames names = ToolNames.of(List.of("a b", "a/b", "a_b", "天气", "时间"));
		assertThat(names.toWire("a_b")).isEqualTo("a_b");
		assertThat(names.toWire("a b")).isEqualTo("a_b_2");
		assertThat(names.toWire("a/b")).isEqualTo("a_b_3");
		assertThat(names.toWire("天气")).isEqualTo("__");
		assertThat(names.toWire("时间")).isEqualTo("___2");
	}

	@Test
	void truncatesLongNames() {
		String prefix = "x".repeat(200);
		ToolNames names = ToolNames.of(List.of(prefix + "1", prefix + "2"));
		Set<String> wireNames = new HashSet<>(names.changed().keySet());
		assertThat(wireNames).hasSize(2).allMatch((name) -> name.length() == 128);
		assertThat(ToolNames.forUnified(List.of(prefix)).toWire(prefix)).hasSize(64);
	}

	@Test
	void convertsNamesThatOccurOnlyInConversation() {
		ToolNames names = ToolNames.of(List.of("a b"));
		assertThat(names.toWire("a_b")).isEqualTo("a_b_2");
		assertThat(names.toWire("old")).isEqualTo("old");
		assertThat(names.toWire("old tool")).isEqualTo("old_tool").isEqualTo(names.toWire("old tool"));
		assertThat(names.changed()).containsEntry("a_b", "a b").containsEntry("a_b_2", "a_b");
		assertThat(names.declares("a b")).isTrue();
		assertThat(names.declares("old")).isFalse();
	}

	@Test
	void convertsNamesByRulesOfUnifiedEndpoint() {
		assertThat(ToolNames.forUnified(List.of()).toWire("a.b:c")).isEqualTo("a_b_c");
		assertThat(ToolNames.forUnified(List.of()).toWire("1-a")).isEqualTo("1-a");
	}

}
