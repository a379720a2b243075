package net.qhaigc.springai.gemini.entity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ElementDecoder} and {@link PartialDecoder}.
 */
class EntityDecoderTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	@Test
	void decodesEachElementAsSoonAsItIsComplete() {
		EntityDecoder<City> decoder = elementDecoder(City.class);
		assertThat(decode(decoder, "[{\"name\":\"Hang")).isEmpty();
		assertThat(decode(decoder, "zhou\",\"rivers\":1")).isEmpty();
		assertThat(decode(decoder, "},{\"name\":\"Wuhan\",\"rivers\":2},")).containsExactly(new City("Hangzhou", 1),
				new City("Wuhan", 2));
		assertThat(decode(decoder, "{\"name\":\"Linz\",\"rivers\":1}")).containsExactly(new City("Linz", 1));
		assertThat(decode(decoder, "]")).isEmpty();
		assertThat(decoder.end()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			[{"name":"杭州 🏞 \\"\\u6e56\\ud83c\\udfde\\\\","rivers":-1}, {"name":"","rivers":2147483647} ]""", """
			```json
			[{"name":"杭州 🏞 \\"\\u6e56\\ud83c\\udfde\\\\","rivers":-1},
			 {"name":"","rivers":2147483647}]
			```
			I hope [this] helps {you}.""", """
			As [1] and [2, 3] say, {maybe} [x]]:
			{"count": 2, "cities": [{"name":"杭州 🏞 \\"\\u6e56\\ud83c\\udfde\\\\","rivers":-1},
			 {"rivers":2147483647,"name":""}], "more": [{"name":"x","rivers":0}]}""", """
			<think>[{"name":"draft","rivers":0}] a < b </think>
			[{"name":"杭州 🏞 \\"\\u6e56\\ud83c\\udfde\\\\","rivers":-1},{"name":"","rivers":2147483647}]""" })
	void decodesTextThatIsSplitAnywhere(String text) {
		City[] cities = { new City("杭州 🏞 \"湖🏞\\", -1), new City("", Integer.MAX_VALUE) };
		for (int i = 0; i <= text.length(); i++) {
			assertThat(decodeAll(elementDecoder(City.class), text.substring(0, i), text.substring(i)))
				.containsExactly(cities);
		}
		assertThat(decodeAll(elementDecoder(City.class), text.split(""))).containsExactly(cities);
	}

	@Test
	void decodesElementsOfAnyType() {
		assertThat(decodeAll(elementDecoder(String.class), "[\"a\",", "\"b\"]")).containsExactly("a", "b");
		assertThat(decodeAll(elementDecoder(Integer.class), "[1", "2,3", "4]")).containsExactly(12, 34);
		assertThat(decodeAll(elementDecoder(Size.class), "[\"LARGE\"]")).containsExactly(Size.LARGE);
		assertThat(decodeAll(elementDecoder(new ParameterizedTypeReference<List<Integer>>() {
		}), "[[1],", "[]]")).containsExactly(List.of(1), List.of());
		assertThat(decodeAll(elementDecoder(new ParameterizedTypeReference<Map<String, Object>>() {
		}), "[{\"a\":1.5,\"b\":[null,true]}]")).hasToString("[{a=1.5, b=[null, true]}]");
		assertThat(decodeAll(elementDecoder(BigDecimal.class), "[0.1000000000000000000001, 99999999999999999999]"))
			.containsExactly(new BigDecimal("0.1000000000000000000001"), new BigDecimal("99999999999999999999"));
		assertThat(decodeAll(elementDecoder(City.class), "[]")).isEmpty();
	}

	@Test
	void decodesObjectWithoutListAsSingleElement() {
		assertThat(decodeAll(elementDecoder(City.class), "{\"name\":\"Linz\",\"rivers\":1}"))
			.containsExactly(new City("Linz", 1));
	}

	@Test
	void validatesEachElement() {
		EntityDecoder<City> decoder = elementDecoder(City.class);
		assertThat(decode(decoder, "[{\"name\":\"Linz\",\"rivers\":1},")).hasSize(1);
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> decode(decoder, "{\"name\":\"Graz\"}, {\"na"))
			.withMessage("The response does not conform to the JSON Schema of City: "
					+ "required property 'rivers' not found. Try again.")
			.satisfies((ex) -> assertThat(ex.getText()).endsWith("{\"na"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":\"Graz\"}]", "oops]" })
	void returnsElementsThatPrecedeFailureInSameChunk(String invalid) {
		EntityDecoder<City> decoder = elementDecoder(City.class);
		assertThat(decode(decoder, "[{\"name\":\"Linz\",\"rivers\":1}," + invalid))
			.containsExactly(new City("Linz", 1));
		assertThatExceptionOfType(EntityResponseException.class).isThrownBy(() -> decode(decoder, " "));
		assertThatExceptionOfType(EntityResponseException.class).isThrownBy(decoder::end);
	}

	@Test
	void rejectsInvalidJson() {
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> decodeAll(elementDecoder(City.class), "[{\"name\": \"Linz\" \"rivers\": [{}]}]"))
			.withMessageStartingWith("The response contains invalid JSON: Unexpected character ('\"'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "[{\"name\":\"Linz\",\"rivers\":1}", "{\"cities\":[{", "{\"name" })
	void rejectsIncompleteJson(String text) {
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> decodeAll(elementDecoder(City.class), text));
	}

	@Test
	void rejectsTextWithoutJson() {
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> decodeAll(elementDecoder(City.class), "I do [not] know {any}."))
			.withMessage("The response contains text, but no JSON of the requested type. Try again.");
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> decodeAll(elementDecoder(City.class), " \n"))
			.withMessage("The response contains no text. Try again.");
	}

	@Test
	void decodesPartialObjects() {
		EntityDecoder<Report> decoder = partialDecoder(Report.class);
		assertThat(decode(decoder, "{\"title\":\"Riv")).isEmpty();
		assertThat(decode(decoder, "ers\",\"pages\":1")).containsExactly(new Report("Rivers", null, 0, null));
		assertThat(decode(decoder, "2,\"cities\":[")).containsExactly(new Report("Rivers", null, 12, List.of()));
		assertThat(decode(decoder, "{\"name\":\"Linz\","))
			.containsExactly(new Report("Rivers", null, 12, List.of(new City("Linz", 0))));
		assertThat(decode(decoder, "\"rive")).isEmpty();
		assertThat(decode(decoder, "rs\":1},{"))
			.containsExactly(new Report("Rivers", null, 12, List.of(new City("Linz", 1), new City(null, 0))));
		assertThat(decode(decoder, "\"rivers\":1,\"name\":\"Graz\"}],\"author\":{")).containsExactly(
				new Report("Rivers", new Author(null), 12, List.of(new City("Linz", 1), new City("Graz", 1))));
		assertThat(decode(decoder, "\"name\":\"Li\"}}")).isEmpty();
		assertThat(decoder.end()).containsExactly(
				new Report("Rivers", new Author("Li"), 12, List.of(new City("Linz", 1), new City("Graz", 1))));
	}

	@Test
	void doesNotChangeEarlierPartialLists() {
		EntityDecoder<List<City>> decoder = partialDecoder(new ParameterizedTypeReference<>() {
		});
		List<List<City>> versions = new ArrayList<>(decode(decoder, "[{\"name\":\"Linz\",\"rivers\":1}"));
		for (int i = 0; i < 40; i++) {
			versions.addAll(decode(decoder, ",{\"name\":\"%d\",\"rivers\":%d}".formatted(i, i)));
		}
		assertThat(versions).extracting(List::size)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 41).boxed().toList());
		assertThat(versions.get(0)).containsExactly(new City("Linz", 1));
	}

	@Test
	void omitsPartialObjectsThatConstructorRejects() {
		EntityDecoder<List<Strict>> decoder = partialDecoder(new ParameterizedTypeReference<>() {
		});
		assertThat(decode(decoder, "[{\"name\":\"a\"},{")).containsExactly(List.of(new Strict("a")));
		EntityDecoder<Strict> single = partialDecoder(Strict.class);
		assertThat(decode(single, "{ ")).isEmpty();
		assertThat(decode(single, "\"name\":\"a\"")).containsExactly(new Strict("a"));
		assertThat(decode(single, "}")).isEmpty();
		assertThat(single.end()).containsExactly(new Strict("a"));
	}

	@Test
	void rejectsCompleteElementThatCannotBeConverted() {
		EntityDecoder<List<Strict>> decoder = partialDecoder(new ParameterizedTypeReference<>() {
		});
		assertThatExceptionOfType(EntityResponseException.class).isThrownBy(() -> decode(decoder, "[{\"name\":null},{"))
			.withMessageStartingWith("The response cannot be converted to List: ");
	}

	@Test
	void validatesOnlyCompleteObject() {
		EntityDecoder<Report> decoder = partialDecoder(Report.class);
		assertThat(decode(decoder, "{\"title\":\"Rivers\",")).hasSize(1);
		assertThat(decode(decoder, "\"cities\":[]}")).isEmpty();
		assertThatExceptionOfType(EntityResponseException.class).isThrownBy(decoder::end)
			.withMessageContaining("does not conform to the JSON Schema of Report")
			.withMessageContaining("required property 'pages' not found");
	}

	@Test
	void convertsEachElementOnceRegardlessOfListLength() {
		EntityDecoder<Counted> decoder = elementDecoder(Counted.class);
		Counted.created.set(0);
		decode(decoder, "[");
		for (int i = 0; i < 10_000; i++) {
			assertThat(decode(decoder, ((i > 0) ? "," : "") + "{\"number\":" + i + "}")).hasSize(1);
			assertThat(Counted.created).hasValue(i + 1);
		}
	}

	@Test
	void convertsSameNumberOfElementsPerChunkRegardlessOfListLength() {
		EntityDecoder<CountedList> decoder = partialDecoder(CountedList.class);
		decode(decoder, "{\"numbers\":[{\"number\":");
		Counted.created.set(0);
		for (int i = 0; i < 10_000; i++) {
			// Each chunk creates the element that it completes and the beginning of the
			// next element.
			List<CountedList> partials = decode(decoder, i + "},{\"number\":");
			assertThat(partials).singleElement().satisfies((partial) -> assertThat(partial.numbers()).isNotEmpty());
			assertThat(Counted.created.getAndSet(0)).isEqualTo(2);
		}
		decode(decoder, "0}]}");
		assertThat(decoder.end().get(0).numbers()).hasSize(10_001);
		assertThat(Counted.created).hasValue(10_001);
	}

	@Test
	void ignoresBracketsInProse() {
		AtomicInteger tokens = new AtomicInteger();
		StreamedJsonReader json = new StreamedJsonReader(new JsonShape(true, true, true),
				(tree, token, value) -> tokens.incrementAndGet());
		for (int i = 0; i < 1_000; i++) {
			json.append("[[[{{{ [1, 2, 3] {no} ");
		}
		assertThat(tokens).hasValue(0);
		json.append("[{}]");
		assertThat(tokens).hasValue(2);
		assertThat(json.tree().root()).hasToString("[{}]");
	}

	private static <T> EntityDecoder<T> elementDecoder(Class<T> type) {
		return new ElementDecoder<>(new EntityType<>(type, MAPPER, true));
	}

	private static <T> EntityDecoder<T> elementDecoder(ParameterizedTypeReference<T> type) {
		return new ElementDecoder<>(new EntityType<>(type.getType(), MAPPER, true));
	}

	private static <T> EntityDecoder<T> partialDecoder(Class<T> type) {
		return partialDecoder(ParameterizedTypeReference.forType(type));
	}

	private static <T> EntityDecoder<T> partialDecoder(ParameterizedTypeReference<T> type) {
		return new PartialDecoder<>(new EntityType<>(type.getType(), MAPPER, true), EntityStream.partialMapper(MAPPER));
	}

	private static <T> List<T> decodeAll(EntityDecoder<T> decoder, String... chunks) {
		List<T> objects = new ArrayList<>();
		for (String chunk : chunks) {
			objects.addAll(decode(decoder, chunk));
		}
		objects.addAll(decoder.end());
		return objects;
	}

	private static <T> List<T> decode(EntityDecoder<T> decoder, String chunk) {
		return decoder.decode(new ChatResponse(List.of(new Generation(new AssistantMessage(chunk)))));
	}

	record City(@Nullable String name, int rivers) {

	}

	record Author(@Nullable String name) {

	}

	record Report(@Nullable String title, @Nullable Author author, int pages, @Nullable List<City> cities) {

	}

	record Strict(String name) {

		Strict {
			Objects.requireNonNull(name);
		}

	}

	record CountedList(List<Counted> numbers) {

	}

	record Counted(int number) {

		static final AtomicInteger created = new AtomicInteger();

		Counted {
			created.incrementAndGet();
		}

	}

	enum Size {

		SMALL, LARGE

	}

}
