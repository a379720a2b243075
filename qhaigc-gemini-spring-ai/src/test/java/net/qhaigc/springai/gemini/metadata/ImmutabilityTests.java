package net.qhaigc.springai.gemini.metadata;

import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.RecordFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the public records of options and metadata are deeply immutable: later
 * changes to the arguments of a constructor have no effect, and the values that a record
 * returns cannot be changed.
 */
class ImmutabilityTests {

	@ParameterizedTest
	@MethodSource("records")
	void recordIsIndependentOfItsArguments(Class<? extends Record> type) throws ReflectiveOperationException {
		RecordFixture fixture = RecordFixture.of(type);
		Record record = fixture.create();
		String before = record.toString();
		fixture.modifyArguments();
		assertThat(record).hasToString(before);
	}

	@ParameterizedTest
	@MethodSource("records")
	void recordReturnsImmutableValues(Class<? extends Record> type) throws ReflectiveOperationException {
		Record record = RecordFixture.of(type).create();
		for (RecordComponent component : type.getRecordComponents()) {
			assertThat(component.getType().isArray()).as("%s is an array", component).isFalse();
			component.getAccessor().setAccessible(true);
			RecordFixture.assertImmutable(component.getAccessor().invoke(record));
		}
	}

	static Stream<Class<? extends Record>> records() {
		return Stream.of(QhaigcGeminiMetadata.class, QhaigcGeminiChatOptions.class)
			.flatMap((type) -> RecordFixture.publicRecordsIn(type.getPackageName()));
	}

}
