package net.qhaigc.springai.gemini.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a native request. It rejects unknown fields.
 */
public final class RequestSchema {

	private static final @Nullable Schema SCHEMA = SharedFiles.find("wire/generate-content-request.schema.json")
		.map(RequestSchema::load)
		.orElse(null);

	private RequestSchema() {
	}

	/**
	 * Validate a request, unless the file with the schema is absent.
	 * @param json the body
	 * @throws AssertionError if the request is not valid
	 */
	public static void validate(String json) {
		if (SCHEMA != null) {
			List<Error> errors = SCHEMA.validate(json, InputFormat.JSON);
			if (!errors.isEmpty()) {
				throw new AssertionError("The request is not valid: " + errors + "\n" + json);
			}
		}
	}

	private static Schema load(Path file) {
		try {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(Files.readString(file), InputFormat.JSON);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
