package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the test kit knows the published request fields and their enum constants.
 */
class WireFieldsTests {

	private static final Path FIELDS = Path.of("../../shared/wire/FIELDS.tsv");

	@Test
	@EnabledIf(value = "tableIsPresentOrRequired", disabledReason = "requires ../shared")
	void allPublishedFieldsAndConstantsAreKnown() throws IOException {
		Set<String> published = new TreeSet<>();
		Set<String> known = new TreeSet<>();
		for (String line : Files.readAllLines(FIELDS)) {
			List<String> columns = List.of(line.split("\t", -1));
			if (columns.get(0).equals("request")) {
				String constants = columns.get(4);
				published.add(columns.get(1) + "." + columns.get(2) + " " + constants);
				WireField field = WireFields.REQUEST.find(columns.get(1), columns.get(2));
				if (field != null) {
					// The published table does not contain the constants of
					// MediaProcessing.
					boolean constantsArePublished = field.kind() == WireField.Kind.ENUM
							&& !columns.get(3).equals("MediaProcessing");
					known.add(field.message() + "." + field.name() + " "
							+ (constantsArePublished ? String.join("|", field.constants()) : ""));
				}
			}
		}
		assertThat(known).isNotEmpty().isEqualTo(published);
	}

	@Test
	void returnsNameInSnakeCase() {
		assertThat(WireFields.REQUEST.of("FunctionDeclaration")
			.stream()
			.map(WireField::snakeName)
			.collect(Collectors.toSet())).contains("parameters_json_schema", "name");
	}

	static boolean tableIsPresentOrRequired() {
		return Boolean.getBoolean("qhaigc.shared.required") || Files.exists(FIELDS);
	}

}
