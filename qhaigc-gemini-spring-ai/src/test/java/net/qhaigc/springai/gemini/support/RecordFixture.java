package net.qhaigc.springai.gemini.support;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Creates a record by reflection from mutable arguments, which a test can modify
 * afterwards.
 */
public final class RecordFixture {

	private final Class<? extends Record> type;

	private final @Nullable Object[] arguments;

	private RecordFixture(Class<? extends Record> type, @Nullable Object[] arguments) {
		this.type = type;
		this.arguments = arguments;
	}

	/** Return a fixture for a type of record, with examples for required components. */
	public static RecordFixture of(Class<? extends Record> type) throws ReflectiveOperationException {
		RecordComponent[] components = type.getRecordComponents();
		@Nullable Object[] arguments = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			boolean optional = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
			arguments[i] = optional ? null : example(components[i].getGenericType());
		}
		return new RecordFixture(type, arguments);
	}

	/** Return the public records of a package, nested ones included. */
	public static Stream<Class<? extends Record>> publicRecordsIn(String packageName) {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(packageName)
			.stream()
			.map(JavaClass::reflect)
			.filter((type) -> type.isRecord() && Modifier.isPublic(type.getModifiers()))
			.map((type) -> type.asSubclass(Record.class));
	}

	/** Create the record from the arguments. */
	public Record create() throws ReflectiveOperationException {
		Class<?>[] types = Arrays.stream(this.type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		Constructor<? extends Record> constructor = this.type.getDeclaredConstructor(types);
		return constructor.newInstance(this.arguments);
	}

	/** Modify each collection among the arguments, at every depth. */
	public void modifyArguments() {
		Arrays.stream(this.arguments).forEach(RecordFixture::modify);
	}

	/**
	 * Assert that a value cannot be changed, at any depth, including the contents of
	 * records.
	 */
	public static void assertImmutable(@Nullable Object value) {
		if (value instanceof Record) {
			Arrays.stream(value.getClass().getRecordComponents())
				.forEach((component) -> assertImmutable(componentOf(value, component)));
		}
		if (value instanceof List<?> list) {
			assertThat(list).isUnmodifiable();
			list.forEach(RecordFixture::assertImmutable);
		}
		if (value instanceof Map<?, ?> map) {
			assertThat(map).isUnmodifiable();
			map.values().forEach(RecordFixture::assertImmutable);
		}
	}

	private static @Nullable Object componentOf(Object value, RecordComponent component) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(value);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static void modify(@Nullable Object value) {
		if (value instanceof List<?> list) {
			list.forEach(RecordFixture::modify);
			list.clear();
		}
		if (value instanceof Map<?, ?> map) {
			map.values().forEach(RecordFixture::modify);
			((Map<Object, Object>) map).put("added", "added");
		}
	}

	private static @Nullable Object example(Type type) throws ReflectiveOperationException {
		if (type instanceof ParameterizedType parameterized) {
			Type[] arguments = parameterized.getActualTypeArguments();
			return (parameterized.getRawType() == List.class) ? list(example(arguments[0]))
					: map("key", example(arguments[1]));
		}
		Class<?> raw = (Class<?>) type;
		if (raw.isRecord()) {
			return of(raw.asSubclass(Record.class)).create();
		}
		if (raw.isEnum()) {
			return enumExample(raw);
		}
		if (raw.isSealed()) {
			return example(raw.getPermittedSubclasses()[0]);
		}
		return simpleExample(raw);
	}

	private static Object simpleExample(Class<?> type) {
		if (type == String.class) {
			return "text";
		}
		if (type == Object.class) {
			return map("list", list(map("key", "value")));
		}
		if (type == boolean.class || type == Boolean.class) {
			return true;
		}
		if (type == int.class || type == Integer.class) {
			return 1;
		}
		if (type == long.class) {
			return 1L;
		}
		if (type == double.class || type == Double.class) {
			return 1.0;
		}
		if (type == BigDecimal.class) {
			return BigDecimal.ONE;
		}
		if (type == Instant.class) {
			return Instant.EPOCH;
		}
		if (type == Media.class) {
			return Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(new byte[] { 1 }).build();
		}
		throw new IllegalStateException("There is no example for " + type);
	}

	/**
	 * Return the last constant, because the first one can be invalid in combination with
	 * the other arguments. For example, the first mode of a tool choice does not allow
	 * function names.
	 */
	private static Object enumExample(Class<?> type) {
		Object constants = type.getEnumConstants();
		return Array.get(constants, Array.getLength(constants) - 1);
	}

	private static List<@Nullable Object> list(@Nullable Object element) {
		List<@Nullable Object> list = new ArrayList<>();
		list.add(element);
		return list;
	}

	private static Map<String, @Nullable Object> map(String key, @Nullable Object value) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put(key, value);
		return map;
	}

}
